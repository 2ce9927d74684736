select date, arm, count(*) as total, count(*) filter (where returns) as good from page_views group by date, arm
