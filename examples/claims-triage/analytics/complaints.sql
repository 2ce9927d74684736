select date, count(*) as total, count(*) filter (where complaints) as good from claims group by date
