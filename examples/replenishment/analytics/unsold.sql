-- unsold_items: final 3 days after the night
select night, arm, avg(items_unsold) as mean, stddev_samp(items_unsold) as sd, count(*) as n, count(distinct store) as observed
from proposals
where night <= current_date - 3
group by night, arm
