-- complaint_rate: decisions that drew a complaint within 14 days
select decided_on, count(*) as total, count(*) filter (where complaint_within_14d) as complaints
from decisions
where decided_on <= current_date - 14
group by decided_on
