select date, count(*) as total, count(*) filter (where left_after_search) as good from sessions group by date
