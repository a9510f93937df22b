-- A body has one row a year.
select body, fiscal_year
from {{ ref('unit_year') }}
group by body, fiscal_year
having count(*) > 1
