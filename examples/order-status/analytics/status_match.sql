-- wrong_answer_rate: every answer that an agent compared with the order record of the same minute
select answered_on, arm, count(*) as total,
       count(*) filter (where answered_status is distinct from recorded_status
                           or answered_date is distinct from recorded_date) as good
from reviewed_answers
group by answered_on, arm
