-- missed_fraud_rate: shipped orders that were charged back; banks report within 42 days
select ordered_on, arm, count(*) as total, count(*) filter (where shipped and charged_back) as missed
from first_card_orders
where ordered_on <= current_date - 42
group by ordered_on, arm
