-- The current rows in the vocabulary of the integrated budget-management system. What a form does not print is NULL;
-- identifiers are ours, and stable: form_id, and form_id with the ordinal. IS_DELETED '2' means no. Columns' Chinese
-- names: official.py.

CREATE VIEW official_projects AS
SELECT ranked.* FROM (
    SELECT y.*, row_number() OVER (
        PARTITION BY y.project_id, y.fiscal_year
        ORDER BY CASE y.kind WHEN 'target' THEN 1 WHEN 'transfer_target' THEN 2 WHEN 'monitoring' THEN 3 ELSE 4 END
    ) AS official_place
    FROM project_years y
    WHERE y.kind <> 'department_target'
) ranked
WHERE ranked.official_place = 1;
COMMENT ON VIEW official_projects IS '项目(统一口径): one form a project and year, the one that sets targets where there is one';

CREATE VIEW PM_PROJECT_INFO AS
SELECT CASE WHEN project_code ~ '^[0-9]{8}[A-Z][0-9]{12}$' THEN substr(project_code, 1, 6) || '000' END AS MOF_DIV_CODE,
       fiscal_year AS FISCAL_YEAR, unit_code AS AGENCY_CODE, unit_name AS AGENCY_NAME,
       department_code AS DEPT_CODE, department_name AS DEPT_NAME, project_code AS PRO_CODE, project_name AS PRO_NAME,
       project_category AS PRO_CAT_NAME,
       CASE project_category WHEN '人员类' THEN '1' WHEN '运转类' THEN '2' WHEN '公用经费' THEN '21'
           WHEN '其他运转类' THEN '22' WHEN '特定目标类' THEN '3' END AS PRO_CAT_CODE,
       CAST(NULL AS VARCHAR) AS PRO_KIND_CODE, project_nature AS PRO_KIND_NAME,
       CAST(EXTRACT(YEAR FROM end_date) - EXTRACT(YEAR FROM start_date) + 1 AS INTEGER) AS PRO_TERM,
       project_total AS PRO_TOTAL_AMT, start_date AS START_DATE, end_date AS END_DATE,
       '2' AS IS_DELETED, form_id AS SOURCE_FORM_ID
FROM official_projects;
COMMENT ON VIEW PM_PROJECT_INFO IS '项目信息';

CREATE VIEW BGT_PM_ANNUAL AS
SELECT y.fiscal_year AS FISCAL_YEAR, y.unit_code AS AGENCY_CODE, y.unit_name AS AGENCY_NAME,
       y.project_code AS PRO_CODE, y.project_name AS PRO_NAME, x.item AS FUND_ITEM,
       CASE x.item WHEN 'general_budget' THEN '11' WHEN 'government_fund' THEN '12' WHEN 'state_capital' THEN '13'
           WHEN 'special_account' THEN '2' WHEN 'unit_funds' THEN '3' END AS FUND_TYPE_CODE,
       x.label AS FUND_TYPE_NAME, x.amount AS AMOUNT, '2' AS IS_DELETED, y.form_id AS SOURCE_FORM_ID
FROM official_projects y
JOIN fact_funding x ON x.version_id = y.version_id AND x.form_no = y.form_no
WHERE x.scope = 'annual';
COMMENT ON VIEW BGT_PM_ANNUAL IS '项目年度预算: amounts in yuan';

CREATE VIEW all_goal_texts AS
SELECT y.*, g.yearflag, g.goal
FROM project_years y
JOIN (
    SELECT version_id, form_no, '0' AS yearflag, goal_annual AS goal FROM form WHERE goal_annual IS NOT NULL
    UNION ALL
    SELECT version_id, form_no, '1', coalesce(goal_overall, goal_medium_term) FROM form
    WHERE coalesce(goal_overall, goal_medium_term) IS NOT NULL
) g ON g.version_id = y.version_id AND g.form_no = y.form_no;
COMMENT ON VIEW all_goal_texts IS '绩效目标文本: yearflag 0 annual, 1 overall or medium-term';

CREATE VIEW PM_PERF_GOAL_INFO AS
SELECT form_id || '-' || yearflag AS KPI_PER_ID,
       CASE WHEN project_code ~ '^[0-9]{8}[A-Z][0-9]{12}$' THEN substr(project_code, 1, 6) || '000' END AS MOF_DIV_CODE,
       fiscal_year AS FISCAL_YEAR, unit_code AS AGENCY_CODE, unit_name AS AGENCY_NAME,
       department_code AS DEPT_CODE, department_name AS DEPT_NAME, project_code AS PRO_CODE, project_name AS PRO_NAME,
       yearflag AS YEARFLAG, goal AS KPI_TARGET, '2' AS IS_DELETED, form_id AS SOURCE_FORM_ID
FROM all_goal_texts
WHERE kind IN ('target', 'transfer_target');
COMMENT ON VIEW PM_PERF_GOAL_INFO IS '项目绩效目标';

CREATE VIEW BGT_PERF_GOAL_INFO AS
SELECT form_id || '-' || yearflag AS KPI_PER_ID, fiscal_year AS FISCAL_YEAR, unit_code AS AGENCY_CODE,
       unit_name AS AGENCY_NAME, department_code AS DEPT_CODE, department_name AS DEPT_NAME,
       yearflag AS YEARFLAG, goal AS KPI_TARGET, '2' AS IS_DELETED, form_id AS SOURCE_FORM_ID
FROM all_goal_texts
WHERE kind = 'department_target';
COMMENT ON VIEW BGT_PERF_GOAL_INFO IS '部门整体绩效目标';

CREATE VIEW all_kpi AS
SELECT i.form_id || '-' || CAST(i.ordinal AS VARCHAR) AS KPI_ID,
       i.form_id || '-' || CASE WHEN i.horizon = 'medium_term' THEN '1' ELSE '0' END AS KPI_PER_ID,
       y.fiscal_year AS FISCAL_YEAR, y.unit_code AS AGENCY_CODE, y.unit_name AS AGENCY_NAME,
       y.department_code AS DEPT_CODE, y.department_name AS DEPT_NAME,
       y.project_code AS PRO_CODE, y.project_name AS PRO_NAME,
       CASE WHEN i.horizon = 'medium_term' THEN '1' ELSE '0' END AS YEARFLAG,
       CASE i.level1 WHEN '产出指标' THEN '1' WHEN '效益指标' THEN '2' WHEN '满意度指标' THEN '3' END AS LV1_PERF_IND_CODE,
       i.level1 AS LV1_PERF_IND_NAME,
       CASE i.level2 WHEN '服务对象满意度指标' THEN '31' END AS LV2_PERF_IND_CODE,
       i.level2 AS LV2_PERF_IND_NAME, CAST(NULL AS VARCHAR) AS LV3_PERF_IND_CODE, i.name AS LV3_PERF_IND_NAME,
       i.explanation AS KPI_CONTENT,
       CASE WHEN i.standard ~ '^(计划标准|历史标准|行业标准|预算支出标准|其他标准)$' THEN NULL ELSE i.standard END AS KPI_EVALSTD,
       CASE WHEN i.standard ~ '^(计划标准|历史标准|行业标准|预算支出标准|其他标准)$' THEN i.standard END AS INDEXSTANDARDS,
       i.target_raw AS KPI_VAL,
       CASE WHEN i.target_kind IN ('grade', 'boolean', 'text') THEN '6'
           ELSE CAST(i.target_operator_code AS VARCHAR) END AS COMPUTESIGN,
       CASE WHEN i.target_number IS NOT NULL THEN (SELECT s.value_number FROM stg_indicators s
               WHERE s.version_id = i.version_id AND s.form_no = i.form_no AND s.ordinal = i.ordinal)
           ELSE i.target_raw END AS INDEXVAL,
       i.target_unit AS METERUNIT, i.weight AS WEIGHT,
       i.actual_raw AS IND_COMP, i.score AS EVAL_SCORE, i.deviation_reason AS DEVI_ANALY, '2' AS IS_DELETED,
       i.kind AS SOURCE_KIND, i.form_id AS SOURCE_FORM_ID
FROM year_indicators i
JOIN project_years y ON y.version_id = i.version_id AND y.form_no = i.form_no;
COMMENT ON VIEW all_kpi IS '绩效指标(统一口径): the rows behind PM_PERF_INDICATOR and its kin';

CREATE VIEW PM_PERF_INDICATOR AS
SELECT KPI_ID, KPI_PER_ID, FISCAL_YEAR, AGENCY_CODE, AGENCY_NAME, DEPT_CODE, DEPT_NAME, PRO_CODE, PRO_NAME, YEARFLAG,
       LV1_PERF_IND_CODE, LV1_PERF_IND_NAME, LV2_PERF_IND_CODE, LV2_PERF_IND_NAME, LV3_PERF_IND_CODE, LV3_PERF_IND_NAME,
       KPI_CONTENT, KPI_EVALSTD, INDEXSTANDARDS, KPI_VAL, COMPUTESIGN, INDEXVAL, METERUNIT, WEIGHT, IS_DELETED, SOURCE_FORM_ID
FROM all_kpi
WHERE SOURCE_KIND IN ('target', 'transfer_target');
COMMENT ON VIEW PM_PERF_INDICATOR IS '项目绩效指标';

CREATE VIEW BGT_PERF_INDICATOR AS
SELECT KPI_ID, KPI_PER_ID, FISCAL_YEAR, AGENCY_CODE, AGENCY_NAME, DEPT_CODE, DEPT_NAME, YEARFLAG,
       LV1_PERF_IND_CODE, LV1_PERF_IND_NAME, LV2_PERF_IND_CODE, LV2_PERF_IND_NAME, LV3_PERF_IND_CODE, LV3_PERF_IND_NAME,
       KPI_CONTENT, KPI_EVALSTD, INDEXSTANDARDS, KPI_VAL, COMPUTESIGN, INDEXVAL, METERUNIT, WEIGHT, IS_DELETED, SOURCE_FORM_ID
FROM all_kpi
WHERE SOURCE_KIND = 'department_target';
COMMENT ON VIEW BGT_PERF_INDICATOR IS '部门整体绩效指标';

CREATE VIEW PM_SELF_EVAL_INDICATOR AS
SELECT KPI_ID, FISCAL_YEAR, AGENCY_CODE, AGENCY_NAME, PRO_CODE, PRO_NAME,
       LV1_PERF_IND_CODE, LV1_PERF_IND_NAME, LV2_PERF_IND_CODE, LV2_PERF_IND_NAME, LV3_PERF_IND_CODE, LV3_PERF_IND_NAME,
       KPI_VAL, COMPUTESIGN, INDEXVAL, METERUNIT, IND_COMP, WEIGHT AS IND_WEIGHT, EVAL_SCORE, DEVI_ANALY,
       IS_DELETED, SOURCE_FORM_ID
FROM all_kpi
WHERE SOURCE_KIND = 'self_evaluation';
COMMENT ON VIEW PM_SELF_EVAL_INDICATOR IS '项目绩效自评指标';

CREATE VIEW PAY_PERF_MONITOR_INFO AS
SELECT KPI_ID, FISCAL_YEAR, AGENCY_CODE, AGENCY_NAME, PRO_CODE, PRO_NAME,
       LV1_PERF_IND_CODE, LV1_PERF_IND_NAME, LV2_PERF_IND_CODE, LV2_PERF_IND_NAME, LV3_PERF_IND_CODE, LV3_PERF_IND_NAME,
       KPI_VAL, COMPUTESIGN, INDEXVAL, METERUNIT, IND_COMP, WEIGHT AS IND_WEIGHT, DEVI_ANALY,
       IS_DELETED, SOURCE_FORM_ID
FROM all_kpi
WHERE SOURCE_KIND = 'monitoring';
COMMENT ON VIEW PAY_PERF_MONITOR_INFO IS '项目绩效监控';

CREATE VIEW BAS_PERF_INDICATOR AS
SELECT CAST(i.indicator_id AS VARCHAR) AS KPI_ID,
       CASE i.level1 WHEN '产出指标' THEN '1' WHEN '效益指标' THEN '2' WHEN '满意度指标' THEN '3' END AS LV1_PERF_IND_CODE,
       i.level1 AS LV1_PERF_IND_NAME,
       CASE i.level2 WHEN '服务对象满意度指标' THEN '31' END AS LV2_PERF_IND_CODE, i.level2 AS LV2_PERF_IND_NAME,
       CAST(NULL AS VARCHAR) AS LV3_PERF_IND_CODE, i.name AS LV3_PERF_IND_NAME,
       count(DISTINCT y.project_id) AS USED_BY_PROJECTS, '2' AS IS_DELETED
FROM indicator i
JOIN year_indicators y ON y.indicator_id = i.indicator_id
GROUP BY i.indicator_id, i.level1, i.level2, i.name;
COMMENT ON VIEW BAS_PERF_INDICATOR IS '绩效指标库: the indicators that current forms set';

CREATE VIEW PM_PERF_SELF_EVAL AS
SELECT form_id AS SELF_EVAL_ID, fiscal_year AS FISCAL_YEAR, unit_code AS AGENCY_CODE, unit_name AS AGENCY_NAME,
       project_code AS PRO_CODE, project_name AS PRO_NAME, goal_annual AS KPI_TARGET, goal_actual AS GOAL_COMP,
       score_total AS EVAL_SCORE, score_grade AS EVAL_GRADE, '2' AS IS_DELETED, form_id AS SOURCE_FORM_ID
FROM project_years
WHERE kind = 'self_evaluation';
COMMENT ON VIEW PM_PERF_SELF_EVAL IS '项目绩效自评';

CREATE VIEW PM_SELF_EVAL_GOAL AS
SELECT form_id || '-' || yearflag AS KPI_PER_ID, fiscal_year AS FISCAL_YEAR, unit_code AS AGENCY_CODE,
       unit_name AS AGENCY_NAME, project_code AS PRO_CODE, project_name AS PRO_NAME, yearflag AS YEARFLAG,
       goal AS KPI_TARGET, CASE yearflag WHEN '0' THEN goal_actual END AS GOAL_COMP, '2' AS IS_DELETED,
       form_id AS SOURCE_FORM_ID
FROM all_goal_texts
WHERE kind = 'self_evaluation';
COMMENT ON VIEW PM_SELF_EVAL_GOAL IS '项目绩效自评目标';

CREATE VIEW PM_PERF_SELF_BGT AS
SELECT y.form_id || '-' || CAST(x.ordinal AS VARCHAR) AS SELF_BGT_ID, y.fiscal_year AS FISCAL_YEAR,
       y.unit_code AS AGENCY_CODE, y.unit_name AS AGENCY_NAME, y.project_code AS PRO_CODE, y.project_name AS PRO_NAME,
       CASE x.item WHEN 'general_budget' THEN '11' WHEN 'government_fund' THEN '12' WHEN 'state_capital' THEN '13'
           WHEN 'special_account' THEN '2' WHEN 'unit_funds' THEN '3' END AS FOUND_TYPE_CODE,
       CASE x.item WHEN 'total' THEN '资金总额' WHEN 'fiscal' THEN '财政资金' WHEN 'appropriation' THEN '当年财政拨款'
           WHEN 'carryover' THEN '上年结转资金' WHEN 'other' THEN '其他资金' WHEN 'general_budget' THEN '一般公共预算'
           WHEN 'government_fund' THEN '政府性基金' WHEN 'state_capital' THEN '国有资本经营预算'
           WHEN 'special_account' THEN '财政专户管理资金' WHEN 'unit_funds' THEN '单位资金' WHEN 'central' THEN '中央补助'
           WHEN 'local' THEN '地方资金' WHEN 'own' THEN '自有资金' WHEN 'superior' THEN '上级补助' END AS FOUND_TYPE_NAME,
       x.item AS FUND_ITEM, x.budget_initial AS REPLY_AMT, x.budget_current AS CUR_AMT,
       x.executed AS YEAR_EXE_AMT, x.rate AS EXE_AMT_RATE, x.weight AS EXE_WEIGHT, x.score AS EXE_SCORE,
       '2' AS IS_DELETED, y.form_id AS SOURCE_FORM_ID
FROM project_years y
JOIN fact_execution x ON x.version_id = y.version_id AND x.form_no = y.form_no
WHERE y.kind = 'self_evaluation';
COMMENT ON VIEW PM_PERF_SELF_BGT IS '项目绩效自评预算执行: amounts in yuan';
