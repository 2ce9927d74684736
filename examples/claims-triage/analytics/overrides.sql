-- overrides: decisions that a handler changed
select decided_on, count(*) as total, count(*) filter (where changed_by_handler) as overrides
from decisions
group by decided_on
