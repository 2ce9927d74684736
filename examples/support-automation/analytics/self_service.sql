select date, arm, count(*) as total,
       count(*) filter (where agent_replies = 0 and not reopened_within_3d) as good
from chats where topic = 'parcel status' group by date, arm
