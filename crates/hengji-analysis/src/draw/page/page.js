"use strict";
// The page itself: takes a list from a file or the clipboard, and shows in what it disagrees with the record.

(() => {
  const record = JSON.parse(document.getElementById("record").textContent);
  const part = (id) => document.getElementById(id);
  const shown = 200;
  const names = { id: "编号", department: "部门", amount: "金额(元)", self_score: "自评分" };
  let rows = [];

  const say = (state, heading, sentences) => {
    const result = part("result");
    result.dataset.state = state;
    result.textContent = "";
    const title = document.createElement("h3");
    title.textContent = heading;
    result.append(title);
    const list = document.createElement("ul");
    sentences.slice(0, shown).forEach((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      list.append(item);
    });
    if (sentences.length > 0) result.append(list);
    if (sentences.length > shown) {
      const more = document.createElement("p");
      more.textContent = "另有 " + (sentences.length - shown) + " 处未列出。";
      result.append(more);
    }
  };

  const choices = () => {
    const columns = {};
    for (const field of Object.keys(names)) {
      const value = part("column-" + field).value;
      columns[field] = value === "" ? null : value;
    }
    return columns;
  };

  const offer = () => {
    const header = (rows[0] || []).map((name) => name.trim());
    for (const [field, label] of Object.entries(names)) {
      const select = part("column-" + field), wanted = record.columns[field];
      select.textContent = "";
      const none = document.createElement("option");
      none.value = "";
      none.textContent = field === "self_score" ? "(没有这一列)" : "(请选择)";
      select.append(none);
      header.forEach((name) => {
        const option = document.createElement("option");
        option.value = option.textContent = name;
        select.append(option);
      });
      const guess = header.includes(wanted) ? wanted : header.find((name) => wanted !== null && name.startsWith(label.slice(0, 2)));
      select.value = guess === undefined ? "" : guess;
    }
    part("columns").hidden = rows.length === 0;
  };

  const take = (text) => {
    rows = table(text);
    offer();
    if (rows.length > 0) say("idle", "已读入 " + (rows.length - 1) + " 行。请确认各列无误后点“核对”。", []);
  };

  const decoded = (buffer) => {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(buffer);
    } catch {
      return new TextDecoder("gb18030").decode(buffer);
    }
  };

  const run = (work) => {
    say("busy", "正在核对,请稍候……", []);
    // Lets the browser draw the line above before it is busy.
    setTimeout(() => {
      try {
        work();
      } catch (error) {
        say("fault", "无法核对:" + error.message, []);
      }
    }, 30);
  };

  const report = (given) => {
    const found = differences(record, given);
    const seconds = given ? "所给名单" : "记录自带的名单";
    if (found.length === 0) {
      say("agree", "一致:名单指纹、每个抽取号、各层个数、样本和封印都与重算相同。", [
        "核对所据:" + seconds + ",共 " + record.units.length + " 个项目,抽中 " + record.sample.length + " 个。",
        "名单指纹:" + record.frame_sha256,
      ]);
    } else {
      say("differ", "不一致:共 " + found.length + " 处。", found);
    }
  };

  part("file").addEventListener("change", (event) => {
    const file = event.target.files[0];
    if (file) file.arrayBuffer().then((buffer) => take(decoded(buffer)));
  });
  part("text").addEventListener("input", (event) => take(event.target.value));
  part("check").addEventListener("click", () => run(() => {
    if (rows.length < 2) {
      say("fault", "还没有名单:请选择抽取前公布的名单文件,或把表格连同表头粘贴进来。", []);
      return;
    }
    const columns = choices();
    const missing = Object.keys(names).find((field) => field !== "self_score" && columns[field] === null);
    if (missing) {
      say("fault", "请先选“" + names[missing] + "”是哪一列。", []);
      return;
    }
    const read = unitsOf(rows, columns);
    const given = read.fault ? read : frameOf(read.units);
    if (given.fault) say("fault", "名单读不通:" + given.fault, []);
    else report(given);
  }));
  part("own").addEventListener("click", () => run(() => report(null)));
  part("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(record, null, 1)], { type: "application/json" }));
    link.download = "抽取记录.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  part("print").addEventListener("click", () => window.print());
})();
