/* Hengji: enhancement of pages that work without it. Plain ES2017, no library, strict CSP. */
(function () {
  "use strict";

  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (selector, root) => (root || document).querySelector(selector);

  /* ---- Small helpers ---- */

  function toast(text, action) {
    all(".toast").forEach((old) => old.remove());
    const box = document.createElement("div");
    box.className = "toast";
    box.setAttribute("role", "status");
    box.append(text);
    if (action) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.textContent = action.label;
      button.addEventListener("click", () => { action.run(); box.remove(); });
      box.append(" ", button);
    }
    document.body.append(box);
    setTimeout(() => box.remove(), action ? 12000 : 4000);
  }

  /* Points are compared in hundredths, as the server keeps them: 0.1 + 0.2 must be 0.3. */
  function hundredths(text) {
    const plain = text.trim().replace(/[０-９．]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/分$/, "");
    const match = /^(-?)(\d{1,6})(?:\.(\d{1,2})0*)?$/.exec(plain);
    if (!match) { return null; }
    const value = Number(match[2]) * 100 + Number(((match[3] || "") + "00").slice(0, 2));
    return match[1] ? -value : value;
  }

  function points(value) {
    return (value / 100).toFixed(2).replace(/\.?0+$/, "");
  }

  /* The clipboard of Excel and WPS: tabs and line ends, a cell with either in quotes, quotes doubled. */
  function parseBlock(text) {
    const rows = [[]];
    let cell = "";
    let quoted = false;
    let fresh = true;
    for (let i = 0; i < text.length; i += 1) {
      const c = text[i];
      if (quoted) {
        if (c === '"' && text[i + 1] === '"') { cell += '"'; i += 1; }
        else if (c === '"') { quoted = false; }
        else { cell += c; }
      } else if (c === '"' && fresh) { quoted = true; fresh = false; }
      else if (c === "\t") { rows[rows.length - 1].push(cell); cell = ""; fresh = true; }
      else if (c === "\n") { rows[rows.length - 1].push(cell.replace(/\r$/, "")); cell = ""; fresh = true; rows.push([]); }
      else { cell += c; fresh = false; }
    }
    rows[rows.length - 1].push(cell.replace(/\r$/, ""));
    const last = rows[rows.length - 1];
    if (1 < rows.length && last.length === 1 && last[0] === "") { rows.pop(); }
    return rows;
  }

  /* ---- Pop-ups: a fragment of the server in a dialog ---- */

  function dialogBox(title) {
    const box = document.createElement("dialog");
    const head = document.createElement("div");
    head.className = "head";
    head.textContent = title;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "icon";
    close.setAttribute("aria-label", "关闭");
    close.textContent = "✕";
    close.addEventListener("click", () => box.close());
    head.append(close);
    const body = document.createElement("div");
    body.className = "body";
    box.append(head, body);
    box.addEventListener("close", () => box.remove());
    box.addEventListener("click", (event) => { if (event.target === box) { box.close(); } });
    document.body.append(box);
    box.showModal();
    return body;
  }

  async function fragment(url) {
    const answer = await fetch(url, { headers: { "X-Fragment": "1" }, credentials: "same-origin" });
    if (!answer.ok) { throw new Error("服务器没有给出内容(" + answer.status + "),请刷新页面后重试。"); }
    return answer.text();
  }

  async function fill(body, url) {
    body.textContent = "正在读取…";
    try {
      body.innerHTML = await fragment(url);
      const first = one("input:not([type=hidden])", body);
      if (first) { first.focus(); }
    } catch (fault) {
      body.textContent = fault.message;
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    const body = dialogBox(link.dataset.dialog);
    body.addEventListener("submit", (submitted) => {
      const form = submitted.target;
      if (form.method !== "get") { return; }
      submitted.preventDefault();
      fill(body, form.action + "?" + new URLSearchParams(new FormData(form)));
    });
    body.addEventListener("click", (clicked) => {
      const pick = clicked.target.closest("button[data-pick]");
      const grid = one("form[data-grid]");
      if (!pick || !grid || !grid.hengji) { return; }
      clicked.preventDefault();
      grid.hengji.append(JSON.parse(pick.dataset.pick));
      pick.textContent = "已加入";
      pick.disabled = true;
    });
    fill(body, link.href);
  });

  /* ---- Filters, confirmations, unsaved changes ---- */

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-autosubmit") && event.target.type !== "search") { form.submit(); }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-confirm]");
    if (button && !window.confirm(button.dataset.confirm)) { event.preventDefault(); }
  });

  let dirty = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) { dirty = true; }
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) { return; }
    dirty = false;
    /* A second click while the first is on its way would only meet the idempotency key; say so by disabling. */
    const sender = event.submitter;
    if (event.target.method === "post" && sender) {
      setTimeout(() => { sender.disabled = true; setTimeout(() => { sender.disabled = false; }, 4000); }, 0);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) { event.preventDefault(); event.returnValue = ""; }
  });

  /* ---- The grid ---- */

  const COLUMNS = "input:not([type=hidden]), textarea, select";

  function Grid(form) {
    this.form = form;
    this.body = one("tbody[data-rows]", form);
    this.template = one("template[data-row-template]", form);
    this.timer = 0;
    this.turn = 0;
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("paste", (event) => this.paste(event));
    this.body.addEventListener("click", (event) => this.tool(event));
    this.body.addEventListener("focusin", (event) => { event.target.dataset.before = event.target.value; });
    /* Tab selects what a one-line field holds, but not a text of several lines; both are cells to be written over. */
    this.body.addEventListener("keyup", (event) => { if (event.key === "Tab" && event.target.tagName === "TEXTAREA") { event.target.select(); } });
    form.addEventListener("input", (event) => { this.grow(event.target); this.refresh(); });
    const add = one("[data-add-row]", form);
    if (add) { add.addEventListener("click", (event) => { event.preventDefault(); this.append({}); }); }
    const growAll = () => all("textarea", this.body).forEach((area) => this.grow(area));
    growAll();
    window.addEventListener("resize", growAll);
    this.sums();
    this.same();
  }

  Grid.prototype.rows = function () { return all("tr", this.body); };
  Grid.prototype.cells = function (row) { return all(COLUMNS, row).filter((control) => !control.closest(".tools")); };

  /* A text grows with its lines, so that nothing a reviewer must read is hidden. */
  Grid.prototype.grow = function (area) {
    if (area.tagName !== "TEXTAREA" || !area.closest("tbody[data-rows]")) { return; }
    area.style.height = "auto";
    area.style.height = Math.max(33, area.scrollHeight + 2) + "px";
  };

  Grid.prototype.renumber = function () {
    this.rows().forEach((row, index) => {
      const n = String(index + 1);
      row.id = "line-" + n;
      const shown = one("[data-number]", row);
      if (shown) { shown.textContent = n; }
      this.cells(row).forEach((control) => {
        const name = control.name.replace(/_/g, "-");
        control.id = "line-" + n + "-" + name;
        const label = control.dataset.label;
        if (label) { control.setAttribute("aria-label", "第 " + n + " 行 " + label); }
      });
      all(".tools button", row).forEach((button) => { button.value = button.value.replace(/:\d+$/, ":" + n); });
    });
  };

  Grid.prototype.changed = function () {
    dirty = true;
    this.renumber();
    this.refresh();
  };

  Grid.prototype.blankRow = function () {
    if (!this.template) { return null; }
    const row = one("tr", this.template.content).cloneNode(true);
    this.body.append(row);
    return row;
  };

  /* Takes the first wholly empty row, else makes one. */
  Grid.prototype.append = function (values) {
    const empty = this.rows().find((row) => this.cells(row).every((control) => control.value.trim() === ""));
    const row = empty || this.blankRow();
    if (!row) { return; }
    Object.keys(values).forEach((name) => {
      const control = one('[name="' + name + '"]', row);
      if (control) { control.value = values[name]; this.grow(control); }
    });
    this.changed();
    const first = this.cells(row)[0];
    if (first && Object.keys(values).length === 0) { first.focus(); }
  };

  Grid.prototype.tool = function (event) {
    const button = event.target.closest("button[name=do]");
    if (!button) { return; }
    event.preventDefault();
    this.move(button.closest("tr"), button.value.split(":")[0]);
  };

  Grid.prototype.move = function (row, how) {
    if (how === "up" && row.previousElementSibling) { row.previousElementSibling.before(row); }
    else if (how === "down" && row.nextElementSibling) { row.nextElementSibling.after(row); }
    else if (how === "remove") {
      const next = row.nextElementSibling;
      row.remove();
      toast("已删除一行。", { label: "撤销", run: () => { this.body.insertBefore(row, next && next.parentNode ? next : null); this.changed(); } });
    }
    this.changed();
  };

  Grid.prototype.go = function (from, down, right) {
    const rows = this.rows();
    const row = from.closest("tr");
    const cells = this.cells(row);
    const column = cells.indexOf(from) + right;
    let target = rows[rows.indexOf(row) + down];
    if (!target && down === 1) { target = this.blankRow(); if (target) { this.changed(); } }
    const cell = target && this.cells(target)[column];
    if (cell) { cell.focus(); if (cell.select) { cell.select(); } }
    return Boolean(cell);
  };

  Grid.prototype.key = function (event) {
    const at = event.target;
    if (!at.matches(COLUMNS) || event.isComposing) { return; }
    const text = at.tagName === "SELECT" ? null : at.value;
    const start = text === null ? 0 : at.selectionStart;
    const end = text === null ? 0 : at.selectionEnd;
    const whole = text !== null && start === 0 && end === text.length;
    let moved = false;
    if (event.altKey) {
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        this.move(at.closest("tr"), event.key === "ArrowUp" ? "up" : "down");
        at.focus();
        moved = true;
      } else if (event.key === "Delete" && this.template) {
        const row = at.closest("tr");
        const next = row.nextElementSibling || row.previousElementSibling;
        this.move(row, "remove");
        if (next) { this.cells(next)[0].focus(); }
        moved = true;
      } else if (event.key === "Enter" && at.tagName === "TEXTAREA") {
        at.setRangeText("\n", start, end, "end");
        this.grow(at);
        moved = true;
      }
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.go(at, 1, 0);
      moved = true;
    } else if (event.key === "ArrowUp" && (text === null || whole || text.lastIndexOf("\n", start - 1) < 0 || start === 0)) {
      moved = text !== null && this.go(at, -1, 0);
    } else if (event.key === "ArrowDown" && text !== null && (whole || text.indexOf("\n", end) < 0)) {
      moved = at.closest("tr").nextElementSibling !== null && this.go(at, 1, 0);
    } else if (event.key === "ArrowLeft" && (text === null || whole || (start === 0 && end === 0))) {
      moved = this.go(at, 0, -1);
    } else if (event.key === "ArrowRight" && (text === null || whole || (start === text.length && end === text.length))) {
      moved = this.go(at, 0, 1);
    } else if (event.key === "Escape" && text !== null && at.dataset.before !== undefined) {
      at.value = at.dataset.before;
      this.refresh();
      moved = true;
    }
    if (moved) { event.preventDefault(); }
  };

  Grid.prototype.snapshot = function () {
    const rows = this.rows();
    const values = rows.map((row) => this.cells(row).map((control) => control.value));
    return () => {
      this.rows().slice(rows.length).forEach((row) => row.remove());
      rows.forEach((row, i) => this.cells(row).forEach((control, j) => { control.value = values[i][j]; this.grow(control); }));
      this.changed();
    };
  };

  Grid.prototype.paste = function (event) {
    const at = event.target;
    const data = event.clipboardData;
    const text = data.getData("text/plain");
    const isTable = text.indexOf("\t") >= 0 || /<table/i.test(data.getData("text/html"));
    if (!at.matches(COLUMNS) || !isTable) { return; }
    event.preventDefault();
    const block = parseBlock(text);
    const undo = this.snapshot();
    const rows = this.rows();
    const first = rows.indexOf(at.closest("tr"));
    const column = this.cells(at.closest("tr")).indexOf(at);
    let height = 0;
    block.forEach((line, i) => {
      const row = this.rows()[first + i] || this.blankRow();
      if (!row) { return; }
      height += 1;
      const cells = this.cells(row);
      line.forEach((value, j) => {
        const control = cells[column + j];
        if (!control || control.readOnly || control.disabled) { return; }
        /* A merged cell of the workbook gives its text once: carry the class names down. */
        const merged = value.trim() === "" && 0 < i && /^level[12]$/.test(control.name);
        const above = merged ? one('[name="' + control.name + '"]', this.rows()[first + i - 1]) : null;
        control.value = above ? above.value : control.tagName === "TEXTAREA" ? value : value.replace(/\s*\n\s*/g, " ");
        this.grow(control);
      });
    });
    this.changed();
    const width = Math.max.apply(null, block.map((line) => line.length));
    const dropped = block.length - height;
    toast("已粘贴 " + height + " 行 × " + width + " 列" + (dropped ? ",另有 " + dropped + " 行超出本表行数,未粘贴" : "") + "。", { label: "撤销", run: undo });
  };

  /* Names repeated from the row above are greyed, which reads like the merged cells on paper. */
  Grid.prototype.same = function () {
    ["level1", "level2"].forEach((name) => {
      let above = null;
      this.rows().forEach((row) => {
        const control = one('[name="' + name + '"]', row);
        if (!control) { return; }
        const level1 = one('[name="level1"]', row);
        const value = (name === "level2" && level1 ? level1.value + "›" : "") + control.value;
        control.parentNode.classList.toggle("same", control.value !== "" && value === above);
        above = value;
      });
    });
  };

  Grid.prototype.sums = function () {
    if (!one("input[data-weight]", this.body)) { return; }
    const byLevel = new Map();
    let total = 0;
    let count = 0;
    let unread = 0;
    this.rows().forEach((row) => {
      const control = one("input[data-weight]", row);
      const name = one('[name="level3"]', row);
      if (name && name.value.trim() !== "") { count += 1; }
      if (!control) { return; }
      if (control.value.trim() === "") { return; }
      const value = hundredths(control.value);
      if (value === null) { unread += 1; return; }
      const level = one('[name="level1"]', row);
      const key = level ? level.value.replace(/[(（\[【].*$/, "").replace(/\s/g, "") : "";
      total += value;
      byLevel.set(key, (byLevel.get(key) || 0) + value);
    });
    all("[data-sum]", this.form).forEach((chip) => {
      const names = (chip.dataset.sum || "").split("|").filter(Boolean);
      const value = names.length === 0 ? total : names.reduce((sum, name) => sum + (byLevel.get(name) || 0), 0);
      one("b", chip).textContent = points(value);
      const fits = value === Number(chip.dataset.want) && unread === 0;
      chip.classList.toggle("ok", fits);
      chip.classList.toggle("off", !fits);
    });
    all("[data-count]", this.form).forEach((chip) => {
      one("b", chip).textContent = String(count);
      const min = Number(chip.dataset.count || "0");
      chip.classList.toggle("off", count < min);
    });
  };

  Grid.prototype.refresh = function () {
    this.sums();
    this.same();
    clearTimeout(this.timer);
    if (this.form.dataset.lint) { this.timer = setTimeout(() => this.lint(), 450); }
  };

  /* The same lint as at submission, asked of the server while typing. Late answers to old questions are dropped. */
  Grid.prototype.lint = async function () {
    this.turn += 1;
    const turn = this.turn;
    const answer = await fetch(this.form.dataset.lint, {
      method: "POST",
      headers: { "X-Fragment": "1" },
      credentials: "same-origin",
      body: new URLSearchParams(new FormData(this.form)),
    }).catch(() => null);
    if (turn !== this.turn) { return; }
    const panel = one("[data-lint-panel]");
    if (!answer || !answer.ok) {
      if (panel) { panel.textContent = "即时检查暂时不可用,不影响填写;保存时仍会检查。"; }
      return;
    }
    this.show(await answer.json());
  };

  Grid.prototype.show = function (result) {
    all("td.error, td.warning, td.notice", this.body).forEach((cell) => {
      cell.classList.remove("error", "warning", "notice");
      cell.removeAttribute("title");
    });
    result.cells.forEach((found) => {
      const control = document.getElementById("line-" + found.row + "-" + found.field);
      const cell = control && control.closest("td");
      if (!cell) { return; }
      cell.classList.add(found.severity);
      cell.title = (cell.title ? cell.title + "\n" : "") + found.message;
      control.setAttribute("aria-invalid", found.severity === "error" ? "true" : "false");
    });
    result.slots.forEach((slot) => {
      const root = slot.row ? document.getElementById("line-" + slot.row) : document;
      const place = root && one('[data-slot="' + slot.name + '"]', root);
      if (place) { place.textContent = slot.text; }
    });
    const panel = one("[data-lint-panel]");
    if (panel) { panel.innerHTML = result.panel; }
  };

  all("form[data-grid]").forEach((form) => { form.hengji = new Grid(form); });

  /* ---- Progress of long work ---- */

  all("[data-progress]").forEach((box) => {
    const source = new EventSource(box.dataset.progress);
    source.addEventListener("progress", (event) => {
      const at = JSON.parse(event.data);
      const bar = one("progress", box);
      bar.max = at.total || 1;
      bar.value = at.done;
      one("[data-progress-text]", box).textContent = at.text;
    });
    source.addEventListener("finished", (event) => {
      source.close();
      window.location.replace(JSON.parse(event.data).location);
    });
  });

  /* ---- Review room: a number chooses the reason of a line, Enter goes to the next line ---- */

  all("form[data-review-lines]").forEach((form) => {
    const selects = all('select[name="reason"]', form);
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName === "BUTTON") { return; }
      event.preventDefault();
      const row = event.target.closest("tr");
      const at = selects.findIndex((select) => row && row.contains(select));
      const next = selects[at + 1];
      if (next) { next.focus(); }
    });
  });

  /* ---- Keyboard: Alt with the letter shown on the control, / for search, ? for help ---- */

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) { return; }
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.altKey && !event.ctrlKey && /^[a-z]$/i.test(event.key)) {
      const control = one('[data-key="' + event.key.toLowerCase() + '"]');
      if (control && !control.disabled) { event.preventDefault(); control.click(); }
    } else if (event.key === "/" && !typing) {
      const search = one("main input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "?" && !typing) {
      const body = dialogBox("键盘快捷键");
      const list = document.createElement("ul");
      all("[data-key]").forEach((control) => {
        const line = document.createElement("li");
        line.textContent = "Alt+" + control.dataset.key.toUpperCase() + ":" + (control.dataset.keyName || control.textContent.trim());
        list.append(line);
      });
      ["方向键:在表格里移动", "Enter:下一行;Alt+Enter:在格内换行", "Alt+↑ / Alt+↓:移动本行;Alt+Delete:删除本行", "Esc:恢复本格原值", "/:跳到搜索框"].forEach((text) => {
        const line = document.createElement("li");
        line.textContent = text;
        list.append(line);
      });
      body.append(list);
    }
  });

  /* An error summary is where reading starts after a refusal. */
  const summary = one("[data-error-summary]");
  if (summary) { summary.focus(); }
  all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
  all("[data-back]").forEach((button) => button.addEventListener("click", () => window.history.back()));
}());
