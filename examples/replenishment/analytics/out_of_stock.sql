-- out_of_stock_rate: product groups with an empty shelf at 17:00
select night, arm, count(*) as total, count(*) filter (where empty_at_17) as good
from proposals
where night <= current_date - 2
group by night, arm
