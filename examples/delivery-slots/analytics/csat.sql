-- csat, 1 to 5: about 15% of customers answer, within 2 days
select closed_on, arm, avg(score) as mean, stddev_samp(score) as sd, count(*) as n
from ratings
where in_scope and closed_on <= current_date - 2
group by closed_on, arm
