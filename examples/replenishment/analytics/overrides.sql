-- overrides: proposals that the order manager changed before 06:00
select night, count(*) as total, count(*) filter (where items <> proposed_items) as good
from orders
group by night
