select date, arm, count(*) as total, count(*) filter (where answered_window <> tracked_window) as wrong
from reviewed_answers group by date, arm
