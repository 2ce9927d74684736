select date, arm, count(*) as total, count(*) filter (where stock) as good from page_views group by date, arm
