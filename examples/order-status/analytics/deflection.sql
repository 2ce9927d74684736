-- deflection_rate: final 7 days after the conversation was closed
select closed_on, arm, count(*) as total, count(distinct customer_id) as observed,
       count(*) filter (where agent_replies = 0 and not contacted_again_on_order_within_7d) as good
from conversations
where in_scope and closed_on <= current_date - 7
group by closed_on, arm
