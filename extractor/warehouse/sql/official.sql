-- The current rows in the vocabulary of the integrated budget-management system. What a form does not print is NULL;
-- identifiers are ours, and stable: form_id, and form_id with the ordinal. IS_DELETED '2' means no.

CREATE VIEW PM_PROJECT_INFO AS
SELECT CASE WHEN length(project_code) = 21 THEN substr(project_code, 1, 6) || '000' END AS MOF_DIV_CODE,
       fiscal_year AS FISCAL_YEAR, unit_code AS AGENCY_CODE, unit_name AS AGENCY_NAME,
       department_code AS DEPT_CODE, department_name AS DEPT_NAME, project_code AS PRO_CODE, project_name AS PRO_NAME,
       project_category AS PRO_CAT_NAME,
       CASE project_category WHEN '人员类' THEN '1' WHEN '运转类' THEN '2' WHEN '公用经费' THEN '21'
           WHEN '其他运转类' THEN '22' WHEN '特定目标类' THEN '3' END AS PRO_CAT_CODE,
       project_nature AS PRO_KIND_NAME, project_total AS PRO_TOTAL_AMT, start_date AS START_DATE, end_date AS END_DATE,
       '2' AS IS_DELETED, form_id AS SOURCE_FORM_ID
FROM project_years
WHERE kind <> 'department_target';
COMMENT ON VIEW PM_PROJECT_INFO IS '项目信息';

CREATE VIEW BGT_PM_ANNUAL AS
SELECT y.fiscal_year AS FISCAL_YEAR, y.unit_code AS AGENCY_CODE, y.unit_name AS AGENCY_NAME,
       y.project_code AS PRO_CODE, y.project_name AS PRO_NAME, x.item AS FUND_ITEM,
       CASE x.item WHEN 'general_budget' THEN '11' WHEN 'government_fund' THEN '12' WHEN 'state_capital' THEN '13'
           WHEN 'special_account' THEN '2' WHEN 'unit_funds' THEN '3' END AS FUND_TYPE_CODE,
       x.label AS FUND_TYPE_NAME, x.amount AS AMOUNT, '2' AS IS_DELETED, y.form_id AS SOURCE_FORM_ID
FROM project_years y
JOIN fact_funding x ON x.version_id = y.version_id AND x.form_no = y.form_no
WHERE x.scope = 'annual' AND y.kind <> 'department_target';
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
       CASE WHEN length(project_code) = 21 THEN substr(project_code, 1, 6) || '000' END AS MOF_DIV_CODE,
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
       i.level2 AS LV2_PERF_IND_NAME, i.name AS LV3_PERF_IND_NAME,
       i.explanation AS KPI_CONTENT, i.standard AS KPI_EVALSTD, i.target_raw AS KPI_VAL,
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
       LV1_PERF_IND_CODE, LV1_PERF_IND_NAME, LV2_PERF_IND_CODE, LV2_PERF_IND_NAME, LV3_PERF_IND_NAME,
       KPI_CONTENT, KPI_EVALSTD, KPI_VAL, COMPUTESIGN, INDEXVAL, METERUNIT, WEIGHT, IS_DELETED, SOURCE_FORM_ID
FROM all_kpi
WHERE SOURCE_KIND IN ('target', 'transfer_target');
COMMENT ON VIEW PM_PERF_INDICATOR IS '项目绩效指标';

CREATE VIEW BGT_PERF_INDICATOR AS
SELECT KPI_ID, KPI_PER_ID, FISCAL_YEAR, AGENCY_CODE, AGENCY_NAME, DEPT_CODE, DEPT_NAME, YEARFLAG,
       LV1_PERF_IND_CODE, LV1_PERF_IND_NAME, LV2_PERF_IND_CODE, LV2_PERF_IND_NAME, LV3_PERF_IND_NAME,
       KPI_CONTENT, KPI_EVALSTD, KPI_VAL, COMPUTESIGN, INDEXVAL, METERUNIT, WEIGHT, IS_DELETED, SOURCE_FORM_ID
FROM all_kpi
WHERE SOURCE_KIND = 'department_target';
COMMENT ON VIEW BGT_PERF_INDICATOR IS '部门整体绩效指标';

CREATE VIEW PM_SELF_EVAL_INDICATOR AS
SELECT KPI_ID, FISCAL_YEAR, AGENCY_CODE, AGENCY_NAME, PRO_CODE, PRO_NAME,
       LV1_PERF_IND_CODE, LV1_PERF_IND_NAME, LV2_PERF_IND_CODE, LV2_PERF_IND_NAME, LV3_PERF_IND_NAME,
       KPI_VAL, COMPUTESIGN, INDEXVAL, METERUNIT, IND_COMP, WEIGHT AS IND_WEIGHT, EVAL_SCORE, DEVI_ANALY,
       IS_DELETED, SOURCE_FORM_ID
FROM all_kpi
WHERE SOURCE_KIND = 'self_evaluation';
COMMENT ON VIEW PM_SELF_EVAL_INDICATOR IS '项目绩效自评指标';

CREATE VIEW PM_PERF_SELF_EVAL AS
SELECT form_id AS SELF_EVAL_ID, fiscal_year AS FISCAL_YEAR, unit_code AS AGENCY_CODE, unit_name AS AGENCY_NAME,
       project_code AS PRO_CODE, project_name AS PRO_NAME, goal_annual AS KPI_TARGET, goal_actual AS GOAL_COMP,
       score_total AS EVAL_SCORE, score_grade AS EVAL_GRADE, '2' AS IS_DELETED, form_id AS SOURCE_FORM_ID
FROM project_years
WHERE kind = 'self_evaluation';
COMMENT ON VIEW PM_PERF_SELF_EVAL IS '项目绩效自评';

CREATE VIEW PM_PERF_SELF_BGT AS
SELECT y.form_id || '-' || CAST(x.ordinal AS VARCHAR) AS SELF_BGT_ID, y.fiscal_year AS FISCAL_YEAR,
       y.unit_code AS AGENCY_CODE, y.unit_name AS AGENCY_NAME, y.project_code AS PRO_CODE, y.project_name AS PRO_NAME,
       x.item AS FOUND_TYPE_NAME, x.budget_initial AS REPLY_AMT, x.budget_current AS CUR_AMT,
       x.executed AS YEAR_EXE_AMT, x.rate AS EXE_AMT_RATE, x.weight AS EXE_WEIGHT, x.score AS EXE_SCORE,
       '2' AS IS_DELETED, y.form_id AS SOURCE_FORM_ID
FROM project_years y
JOIN fact_execution x ON x.version_id = y.version_id AND x.form_no = y.form_no
WHERE y.kind = 'self_evaluation';
COMMENT ON VIEW PM_PERF_SELF_BGT IS '项目绩效自评预算执行: amounts in yuan';
