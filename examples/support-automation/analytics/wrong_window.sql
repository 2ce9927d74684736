-- wrong_window_rate: every answer that a reviewer compared with the tracking data of the same minute
select answered_on, arm, count(*) as total,
       count(*) filter (where answered_window is distinct from tracked_window) as wrong
from reviewed_answers
group by answered_on, arm
