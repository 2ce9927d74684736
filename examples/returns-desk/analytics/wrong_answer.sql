-- wrong_answer_rate: every answer that a reviewer compared with the returns data of the same minute
select answered_on, arm, count(*) as total,
       count(*) filter (where answered_day is distinct from booked_day) as wrong
from reviewed_answers
group by answered_on, arm
