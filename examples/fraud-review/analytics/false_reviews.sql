-- false_review_rate: good orders that waited for a reviewer; settled 7 days after the order
select ordered_on, arm, count(*) as total, count(*) filter (where held) as held_good
from first_card_orders
where not fraud and ordered_on <= current_date - 7
group by ordered_on, arm
