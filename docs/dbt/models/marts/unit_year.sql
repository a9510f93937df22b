-- What each body asked for in a year, how measurable its targets are, and where it sets satisfaction.
with forms as (
    select
        coalesce(unit_name, department_name) as body,
        fiscal_year,
        version_id,
        form_no,
        project_id,
        annual_total
    from {{ source('warehouse', 'project_years') }}
    where fiscal_year is not null and kind in ('target', 'transfer_target')
),

targets as (
    select
        version_id,
        form_no,
        count(*) as indicators,
        count(target_number) as with_number
    from {{ source('warehouse', 'fact_indicator') }}
    group by version_id, form_no
),

floors as (
    select
        version_id,
        form_no,
        min(floor_percent) as lowest_floor
    from {{ source('warehouse', 'satisfaction_floors') }}
    group by version_id, form_no
)

select
    f.body,
    f.fiscal_year,
    count(distinct f.project_id) as projects,
    sum(f.annual_total) as annual_total,
    cast(coalesce(sum(t.indicators), 0) as bigint) as indicators,
    cast(coalesce(sum(t.with_number), 0) as bigint) as indicators_with_number,
    min(s.lowest_floor) as lowest_satisfaction_floor
from forms as f
left join targets as t on f.version_id = t.version_id and f.form_no = t.form_no
left join floors as s on f.version_id = s.version_id and f.form_no = s.form_no
where f.body is not null
group by f.body, f.fiscal_year
