-- search_conversion_rate: final one day after the search
select searched_on, arm, count(*) as total, count(*) filter (where ordered_in_session) as good
from searches
where results = 0 and searched_on < current_date
group by searched_on, arm
