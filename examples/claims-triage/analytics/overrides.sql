select date, count(*) as total, count(*) filter (where overrides) as good from claims group by date
