-- solved_rate: final 3 days after the chat was closed
select closed_on, arm, count(*) as total, count(distinct customer_id) as observed,
       count(*) filter (where agent_replies = 0 and not contacted_again_on_delivery_within_3d) as good
from chats
where in_scope and closed_on <= current_date - 3
group by closed_on, arm
