"use strict";
// The way of drawing of hengji-draw-1, written a second time so that a browser can check a record by itself.
// Plain functions without a document; the page's own script uses them, and tests run them beside the first writing.

const FORMAT = "hengji-draw-1";
const FRAME_FORMAT = "hengji-frame-1";
const WHOLE = "全部";
const LARGEST = 9007199254740992n;

// SHA-256, because pages opened from a disk are refused the browser's own.
const sha256 = (() => {
  const root = (value, degree) => {
    // The largest whole number whose power is not above the value.
    let low = 0n, high = 1n << 64n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** degree <= value) low = middle; else high = middle;
    }
    return low;
  };
  const primes = [];
  for (let number = 2; primes.length < 64; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  // The first thirty-two bits behind the point of square and cube roots of the first primes.
  const bits = (degree) => (prime) => Number(root(BigInt(prime) << (32n * degree), degree) & 0xffffffffn);
  const start = primes.slice(0, 8).map(bits(2n));
  const constants = primes.map(bits(3n));
  const turn = (word, by) => (word >>> by) | (word << (32 - by));
  const words = new Int32Array(64);
  const mix = (state, bytes, offset) => {
    for (let at = 0; at < 16; at += 1) {
      const from = offset + 4 * at;
      words[at] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
    }
    for (let at = 16; at < 64; at += 1) {
      const early = words[at - 15], late = words[at - 2];
      const first = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
      const second = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
      words[at] = (words[at - 16] + first + words[at - 7] + second) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at += 1) {
      const choice = (e & f) ^ (~e & g), majority = (a & b) ^ (a & c) ^ (b & c);
      const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + constants[at] + words[at]) | 0;
      const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
      h = g; g = f; f = e; e = (d + first) | 0; d = c; c = b; b = a; a = (first + second) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => { state[at] = (state[at] + word) | 0; });
  };
  return (text) => {
    const bytes = utf8(text);
    const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    let length = bytes.length * 8;
    for (let at = padded.length - 1; length > 0; at -= 1) {
      padded[at] = length % 256;
      length = Math.floor(length / 256);
    }
    const state = start.map((word) => word | 0);
    for (let offset = 0; offset < padded.length; offset += 64) mix(state, padded, offset);
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };
})();

function utf8(text) {
  const bytes = new Uint8Array(text.length * 3);
  let end = 0;
  for (const letter of text) {
    let code = letter.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes[end++] = code;
    else {
      const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      bytes[end++] = [0, 0xc0, 0xe0, 0xf0][more] | (code >> (6 * more));
      for (let at = more - 1; at >= 0; at -= 1) bytes[end++] = 0x80 | ((code >> (6 * at)) & 0x3f);
    }
  }
  return bytes.subarray(0, end);
}

// The order of UTF-8 bytes, which is that of code points and not that of the browser's sixteen-bit halves.
function byBytes(one, other) {
  const length = Math.min(one.length, other.length);
  const rank = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
  for (let at = 0; at < length; at += 1) {
    const left = one.charCodeAt(at), right = other.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

// "1,234.5" is 123450n; null where it is no decimal with at most two places.
function hundredths(text) {
  const plain = text.trim().replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0)).replace(/\u2212/g, "-");
  const parts = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$/.exec(plain);
  if (!parts || (parts[2] === "" && !parts[3])) return null;
  const places = parts[3] || "";
  if (/[^0]/.test(places.slice(2))) return null;
  const value = BigInt(parts[2].replace(/,/g, "") + places.slice(0, 2).padEnd(2, "0"));
  return parts[1] === "-" ? -value : value;
}

function decimal(value) {
  const size = value < 0n ? -value : value;
  return (value < 0n ? "-" : "") + size / 100n + "." + String(size % 100n).padStart(2, "0");
}

// The rows of a table with commas or tabs; cells in double quotes may hold both.
function table(text) {
  const plain = text.replace(/^\ufeff/, "");
  const mark = plain.split(/\r?\n/, 1)[0].includes("\t") ? "\t" : ",";
  const rows = [];
  let row = [], cell = "", isQuoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.some((value) => value.trim() !== "")) rows.push(row);
    row = [];
    cell = "";
  };
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (plain[at + 1] === '"') { cell += '"'; at += 1; } else isQuoted = false;
    } else if (letter === '"' && cell.trim() === "") { cell = ""; isQuoted = true; }
    else if (letter === mark) { row.push(cell); cell = ""; }
    else if (letter === "\n") endRow();
    else if (letter !== "\r") cell += letter;
  }
  endRow();
  return rows;
}

// The units of a published list, or a sentence that says why it cannot be read.
function unitsOf(rows, columns) {
  const header = (rows[0] || []).map((name) => name.trim());
  const place = {};
  for (const [field, name] of Object.entries(columns)) {
    if (name === null) continue;
    place[field] = header.indexOf(name);
    if (place[field] < 0) return { fault: "名单中没有“" + name + "”一列。第一行应是表头,请改选列名。" };
  }
  const units = [];
  for (let line = 1; line < rows.length; line += 1) {
    const cell = (field) => (rows[line][place[field]] || "").trim();
    const amount = hundredths(cell("amount"));
    if (amount === null) return { fault: "第 " + (line + 1) + " 行的金额“" + cell("amount") + "”不是最多两位小数的数字。" };
    const score = place.self_score === undefined || cell("self_score") === "" ? null : hundredths(cell("self_score"));
    if (score === null && place.self_score !== undefined && cell("self_score") !== "") {
      return { fault: "第 " + (line + 1) + " 行的自评分“" + cell("self_score") + "”不是最多两位小数的数字。" };
    }
    units.push({ id: cell("id"), department: cell("department"), amount, score });
  }
  return { units };
}

function recordedUnits(record) {
  return record.units.map((unit) => ({
    id: unit.id,
    department: unit.department,
    amount: BigInt(unit.amount_fen),
    score: unit.self_score_centi === null ? null : BigInt(unit.self_score_centi),
  }));
}

// The list in the order of ids with its hash, or a sentence that says why it is none.
function frameOf(units) {
  const isClean = (text) => text !== "" && text.trim() === text && !/[\u0000-\u001f\u007f-\u009f]/.test(text);
  if (units.length === 0) return { fault: "名单里没有项目。" };
  let sum = 0n;
  for (const unit of units) {
    if (!isClean(unit.id) || !isClean(unit.department)) return { fault: "编号或部门为空或含控制字符:“" + unit.id + "”。" };
    if (unit.amount < 0n || unit.amount > LARGEST) return { fault: "项目“" + unit.id + "”的金额超出范围。" };
    sum += unit.amount;
  }
  if (sum > LARGEST) return { fault: "金额合计超出范围。" };
  const sorted = units.slice().sort((one, other) => byBytes(one.id, other.id));
  const twice = sorted.find((unit, at) => at > 0 && sorted[at - 1].id === unit.id);
  if (twice) return { fault: "编号“" + twice.id + "”重复。" };
  const lines = sorted.map((unit) =>
    [unit.id, unit.department, unit.amount, unit.score === null ? "" : unit.score].join("\t") + "\n");
  return { units: sorted, hash: sha256(FRAME_FORMAT + "\n" + lines.join("")) };
}

function ticketOf(start, id) {
  return sha256(start + "|" + id);
}

// The strata in the order of their names, each with its units.
function strataOf(rule, units) {
  if (rule.strata === "whole") return [{ name: WHOLE, units }];
  const groups = new Map(), names = new Set(), strata = new Map();
  for (const group of rule.strata.departments) {
    names.add(group.name);
    for (const department of group.departments) {
      if (groups.has(department)) throw new Error("部门“" + department + "”同时属于两个合并组。");
      groups.set(department, group.name);
    }
  }
  for (const unit of units) {
    const group = groups.get(unit.department);
    if (group === undefined && names.has(unit.department)) throw new Error("合并组“" + unit.department + "”与部门同名。");
    const name = group === undefined ? unit.department : group;
    if (!strata.has(name)) strata.set(name, []);
    strata.get(name).push(unit);
  }
  return [...strata].map(([name, members]) => ({ name, units: members })).sort((one, other) => byBytes(one.name, other.name));
}

function sizesOf(rule, strata) {
  const sizes = strata.map((stratum) => {
    const parts = rule.share_bp * stratum.units.length;
    const whole = rule.rounding === "up" ? Math.ceil(parts / 10000) : Math.floor((parts + 5000) / 10000);
    return Math.min(Math.max(whole, rule.least), stratum.units.length);
  });
  const add = (one, other) => one + other;
  const needed = sizes.reduce(add, 0), available = strata.map((stratum) => stratum.units.length).reduce(add, 0);
  const total = rule.total === null ? needed : rule.total;
  if (total < needed || total > available) throw new Error("总数 " + total + " 不在 " + needed + " 与 " + available + " 之间。");
  if (total === 0) throw new Error("一个项目也抽不到。");
  handOut(total - needed, strata, sizes);
  return sizes;
}

// One by one to the stratum with the largest N²S²/(n(n+1)); all in whole numbers.
function handOut(rest, strata, sizes) {
  const claims = strata.map((stratum, at) => {
    const units = BigInt(stratum.units.length);
    const sum = stratum.units.reduce((total, unit) => total + unit.amount, 0n);
    const squares = stratum.units.reduce((total, unit) => total + unit.amount * unit.amount, 0n);
    return { at, name: stratum.name, units, above: units * (units * squares - sum * sum), below: units > 1n ? units - 1n : 1n };
  }).filter((claim) => sizes[claim.at] < claim.units);
  const steps = (claim) => BigInt(sizes[claim.at]) * BigInt(sizes[claim.at] + 1);
  const sign = (value) => (value > 0n ? 1 : value < 0n ? -1 : 0);
  // Whether the first claim is weaker than the second.
  const compare = (one, other) => {
    const mine = steps(one), its = steps(other);
    if (mine === 0n || its === 0n) return mine === its ? byBytes(other.name, one.name) : mine === 0n ? 1 : -1;
    return sign(one.above * other.below * its - other.above * one.below * mine)
      || sign(one.units ** 2n * its - other.units ** 2n * mine) || byBytes(other.name, one.name);
  };
  claims.sort(compare);
  for (; rest > 0 && claims.length > 0; rest -= 1) {
    const first = claims.pop();
    sizes[first.at] += 1;
    if (sizes[first.at] < first.units) {
      let low = 0, high = claims.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compare(claims[middle], first) < 0) low = middle + 1; else high = middle;
      }
      claims.splice(low, 0, first);
    }
  }
}

// Who is certain, and over what the others share.
function probabilitiesOf(units, size) {
  const amounts = units.map((unit) => unit.amount).sort((one, other) => (one < other ? 1 : one > other ? -1 : 0));
  let sum = amounts.reduce((total, amount) => total + amount, 0n), left = size, certain = null;
  for (const amount of amounts) {
    if (left === 0 || BigInt(left) * amount < sum) break;
    certain = amount;
    left -= 1;
    sum -= amount;
  }
  return { certain_from_fen: certain, drawn: left, sum_fen: sum };
}

const POWER = 1n << 257n;

// Smallest odds ratio first: the certain by id, then by floats where they are far apart, else in whole numbers.
function byOdds(units, probabilities, tickets) {
  const keys = new Map(units.map((unit) => {
    const above = BigInt(probabilities.drawn) * unit.amount, below = probabilities.sum_fen - above;
    const odd = BigInt("0x" + tickets.get(unit.id)) * 2n + 1n, rest = POWER - odd;
    const isCertain = probabilities.certain_from_fen !== null && unit.amount >= probabilities.certain_from_fen;
    const about = isCertain ? 0 : (Number(odd) / Number(rest)) * (Number(below) / Number(above));
    return [unit.id, { above: odd * below, below: rest * above, isCertain, about }];
  }));
  return (one, other) => {
    const mine = keys.get(one.id), its = keys.get(other.id);
    if (mine.isCertain || its.isCertain) {
      return mine.isCertain && its.isCertain ? byBytes(one.id, other.id) : mine.isCertain ? -1 : 1;
    }
    if (Math.abs(mine.about - its.about) > 1e-12 * (mine.about + its.about)) return mine.about - its.about;
    const left = mine.above * its.below, right = its.above * mine.below;
    return left < right ? -1 : left > right ? 1 : byBytes(one.id, other.id);
  };
}

// The strata with their sizes, the sample in order, and every ticket.
function drawFrom(units, rule, start) {
  if (rule.share_bp > 10000) throw new Error("抽取比例超过 100 %。");
  const isByAmount = rule.selection === "proportional";
  if (isByAmount && units.some((unit) => unit.amount === 0n)) throw new Error("有项目金额为 0,不能按金额抽取。");
  const strata = strataOf(rule, units), sizes = sizesOf(rule, strata);
  const tickets = new Map(units.map((unit) => [unit.id, ticketOf(start, unit.id)]));
  const sample = [];
  const described = strata.map((stratum, at) => {
    const probabilities = isByAmount ? probabilitiesOf(stratum.units, sizes[at]) : null;
    const order = isByAmount
      ? byOdds(stratum.units, probabilities, tickets)
      : (one, other) => {
        const mine = tickets.get(one.id), its = tickets.get(other.id);
        return mine < its ? -1 : mine > its ? 1 : byBytes(one.id, other.id);
      };
    stratum.units.slice().sort(order).slice(0, sizes[at]).forEach((unit) => sample.push(unit.id));
    return { name: stratum.name, population: stratum.units.length, drawn: sizes[at], probabilities };
  });
  return { strata: described, sample };
}
