-- wrong_slot_rate: every answer that an agent compared with the delivery record of the same minute
select answered_on, arm, count(*) as total, count(*) filter (where answered_slot is distinct from recorded_slot) as good
from reviewed_answers
group by answered_on, arm
