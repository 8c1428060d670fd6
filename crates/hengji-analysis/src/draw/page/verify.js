"use strict";
// What a record, a list and the draw repeated from them do not agree in; the sentences are those of the program.

const ABSENT = "无";

function sealOf(record) {
  const text = (value) => (value === null || value === undefined ? "" : String(value));
  const { columns, rule } = record;
  const groups = rule.strata === "whole" ? [] : rule.strata.departments;
  const lines = [
    [record.format], ["title", record.title], ["announced", record.announced], ["start", record.start_value],
    ["drawn_at", record.drawn_at], ["number", record.number], ["reason", record.reason],
    ["columns", columns.id, columns.department, columns.amount, columns.self_score],
    ["frame", record.frame_sha256, record.units.length],
    ["rule", rule.selection, rule.strata === "whole" ? "whole" : "departments", rule.share_bp, rule.least, rule.rounding, rule.total],
    ...groups.map((group) => ["merged", group.name, ...group.departments]),
    ...record.strata.map((stratum) => {
      const of = stratum.probabilities || {};
      return ["stratum", stratum.name, stratum.population, stratum.drawn, of.certain_from_fen, of.drawn, of.sum_fen];
    }),
    ...record.sample.map((id) => ["sample", id]),
  ];
  return sha256(lines.map((line) => line.map(text).join("\t") + "\n").join(""));
}

// Sentences; none where all agrees. The list is null where only the record's own is to be checked.
function differences(record, given) {
  if (record.format !== FORMAT) {
    return ["记录的格式是“" + record.format + "”,本程序核对的是“" + FORMAT + "”。请用同一版本的核验程序。 [draw-format]"];
  }
  const found = [];
  const hasReason = record.reason !== null && record.reason.trim() !== "";
  if (record.number === 0 || (record.number > 1 && !hasReason)) {
    found.push("第 " + record.number + " 次抽取没有合规的次数或理由:次数从 1 计起,重抽须写明理由。 [draw-occasion]");
  }
  if (given) compareLists(record, given, found);
  const own = frameOf(recordedUnits(record));
  if (own.fault) found.push("抽取记录里的名单不成立:" + own.fault + " [draw-record-list]");
  else if (own.hash !== record.frame_sha256) {
    found.push("抽取记录里的名单已被改动:记录的指纹是 " + record.frame_sha256 + ",按其名单重算是 " + own.hash + "。 [draw-record-changed]");
  }
  for (const unit of record.units) {
    const expected = ticketOf(record.start_value, unit.id);
    if (unit.ticket !== expected) {
      found.push("项目“" + unit.id + "”的抽取号:抽取记录为 " + unit.ticket + ",重算为 " + expected + "。 [draw-ticket-wrong]");
    }
  }
  const basis = given && given.hash === record.frame_sha256 ? given : own.fault ? null : own;
  if (basis) {
    try {
      compareDraw(record, drawFrom(basis.units, record.rule, record.start_value), found);
    } catch (error) {
      found.push("按记录的规则无法重抽:" + error.message + " [draw-rule-unusable]");
    }
  }
  const seal = sealOf(record);
  if (record.seal !== seal) {
    found.push("封印:抽取记录为 " + record.seal + ",重算为 " + seal + "。标题、公告、规则、样本等至少一处被改动。 [draw-seal-wrong]");
  }
  return found;
}

function compareLists(record, given, found) {
  if (given.hash !== record.frame_sha256) {
    found.push("名单与抽取前公布的不同:公布的指纹是 " + record.frame_sha256 + ",所给名单的是 " + given.hash + "。 [draw-frame-changed]");
  }
  const recorded = new Map(recordedUnits(record).map((unit) => [unit.id, unit]));
  const score = (unit) => (unit.score === null ? ABSENT : decimal(unit.score));
  for (const unit of given.units) {
    const before = recorded.get(unit.id);
    if (!before) {
      found.push("名单中的项目“" + unit.id + "”不在抽取记录里。 [draw-unit-added]");
      continue;
    }
    const fields = [
      ["部门", before.department, unit.department],
      ["金额(元)", decimal(before.amount), decimal(unit.amount)],
      ["自评分", score(before), score(unit)],
    ];
    for (const [field, was, is] of fields) {
      if (was !== is) found.push("项目“" + unit.id + "”的" + field + ":抽取记录为“" + was + "”,名单为“" + is + "”。 [draw-unit-changed]");
    }
  }
  const listed = new Set(given.units.map((unit) => unit.id));
  for (const unit of record.units) {
    if (!listed.has(unit.id)) found.push("抽取记录里的项目“" + unit.id + "”不在名单中。 [draw-unit-removed]");
  }
}

function described(strata, name) {
  const all = strata.filter((stratum) => stratum.name === name).map((stratum) => {
    const of = stratum.probabilities;
    const certain = of && (of.certain_from_fen === null ? ABSENT : of.certain_from_fen + " 分");
    const byAmount = of ? "(必抽起点 " + certain + ",其余 " + of.drawn + " 个按 " + of.sum_fen + " 分摊)" : "";
    return stratum.population + " 个中抽 " + stratum.drawn + " 个" + byAmount;
  });
  return all.length === 0 ? ABSENT : all.join("、");
}

function compareDraw(record, drawing, found) {
  const expectedNames = drawing.strata.map((stratum) => stratum.name);
  const more = record.strata.map((stratum) => stratum.name).filter((name) => !expectedNames.includes(name));
  for (const name of expectedNames.concat(more)) {
    const before = described(record.strata, name), after = described(drawing.strata, name);
    if (before !== after) found.push("“" + name + "”一层:抽取记录为" + before + ",重算为" + after + "。 [draw-stratum-wrong]");
  }
  const drawn = new Set(drawing.sample), word = (isDrawn) => (isDrawn ? "抽中" : "未抽中");
  for (const unit of record.units) {
    const isDrawn = drawn.has(unit.id);
    if (unit.is_drawn !== isDrawn) {
      found.push("项目“" + unit.id + "”:抽取记录标为" + word(unit.is_drawn) + ",重算应为" + word(isDrawn) + "。 [draw-selection-wrong]");
    }
  }
  compareSamples(record.sample, drawing.sample, drawn, found);
}

function compareSamples(recorded, expected, drawn, found) {
  const listed = new Set(recorded), before = found.length;
  recorded.filter((id) => !drawn.has(id)).forEach((id) => found.push("样本中的“" + id + "”并未抽中。 [draw-sample-extra]"));
  expected.filter((id) => !listed.has(id)).forEach((id) => found.push("抽中的“" + id + "”不在样本中。 [draw-sample-missing]"));
  const shorter = Math.min(recorded.length, expected.length);
  let place = 0;
  while (place < shorter && recorded[place] === expected[place]) place += 1;
  if (found.length === before && (recorded.length !== expected.length || place < shorter)) {
    found.push("样本的次序从第 " + (place + 1) + " 个起与重算不同。 [draw-sample-order]");
  }
}
