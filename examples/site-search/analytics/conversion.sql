select date, count(*) as total, count(*) filter (where ordered) as good from sessions where empty_search group by date
