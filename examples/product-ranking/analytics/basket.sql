select date, arm, count(*) as total, count(*) filter (where basket) as good from page_views group by date, arm
