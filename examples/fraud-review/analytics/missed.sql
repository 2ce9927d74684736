select date, arm, count(*) as total, count(*) filter (where missed) as good from orders group by date, arm
