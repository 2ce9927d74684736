select closed_on, count(*) as total, count(*) filter (where code <> proposed_code) as good from lines group by closed_on
