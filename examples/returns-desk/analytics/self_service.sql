-- self_service_rate: final 3 days after the chat was closed
select closed_on, arm, count(*) as total,
       count(*) filter (where agent_replies = 0 and not new_chat_on_returns_within_3d) as good
from chats
where topic = 'return status' and closed_on <= current_date - 3
group by closed_on, arm
