select date, arm, count(*) as total, count(*) filter (where pins) as good from page_views group by date, arm
