-- exit_rate: the search was the last thing in the session
select searched_on, arm, count(*) as total, count(*) filter (where last_event_of_session) as exits
from searches
where results = 0 and searched_on < current_date
group by searched_on, arm
