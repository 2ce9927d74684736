-- absurd_order_rate: more than three times, or less than a third of, what the store sold on that weekday
select night, arm, count(*) as total, count(*) filter (where items > 3 * usual or 3 * items < usual) as good
from proposals
group by night, arm
