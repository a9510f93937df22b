-- The marts and the facts tell the same sum of this year's requests.
select m.total as mart, f.total as facts
from (select sum(annual_total) as total from {{ ref('unit_year') }}) as m
cross join (
    select sum(annual_total) as total
    from {{ source('warehouse', 'project_years') }}
    where
        fiscal_year is not null and kind in ('target', 'transfer_target')
        and coalesce(unit_name, department_name) is not null
) as f
where m.total is distinct from f.total
