"use strict";
(() => {
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const status = document.getElementById("status");
  const recordsOf = new Map(); // cell id -> records that rest on it
  for (const record of all(".record")) {
    for (const id of record.dataset.cells.split(" ").filter(Boolean)) {
      if (!recordsOf.has(id)) recordsOf.set(id, []);
      recordsOf.get(id).push(record);
    }
  }
  const cellsOf = (record) =>
    record.dataset.cells.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  const partners = (item) =>
    item.classList.contains("cell") ? recordsOf.get(item.id) || [] : cellsOf(item);
  const clear = (name) => all("." + name).forEach((one) => one.classList.remove(name));
  const mark = (item, name) => {
    clear(name);
    [item, ...partners(item)].forEach((one) => one.classList.add(name));
  };
  const itemOf = (event) =>
    event.target instanceof Element ? event.target.closest(".cell, .record") : null;

  function tell(item) {
    status.textContent = "";
    if (!item || !item.classList.contains("cell")) {
      if (item) status.textContent = item.title;
      return;
    }
    const data = item.dataset;
    const bold = document.createElement("b");
    bold.textContent = data.role;
    const span = data.span ? " · " + data.span : "";
    status.append(bold, " · " + data.place + span + " · " + data.text);
  }

  function reveal(items) {
    const first = items[0];
    if (!first) return;
    const panel = first.closest("details");
    if (panel) panel.open = true;
    first.scrollIntoView({ block: "center", inline: "nearest" });
  }

  document.addEventListener("pointerover", (event) => {
    const item = itemOf(event);
    if (item) mark(item, "lit");
    else clear("lit");
    tell(item);
  });
  function pin(item) {
    if (item.classList.contains("pinned") && item.dataset.origin === "1") {
      delete item.dataset.origin;
      clear("pinned");
      return;
    }
    all("[data-origin]").forEach((one) => delete one.dataset.origin);
    item.dataset.origin = "1";
    mark(item, "pinned");
    reveal(partners(item));
  }
  document.addEventListener("click", (event) => {
    const item = itemOf(event);
    if (item) pin(item);
  });
  document.addEventListener("keydown", (event) => {
    const item = itemOf(event);
    if (event.key === "Escape") clear("pinned");
    if (item && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      pin(item);
    }
  });
  document.addEventListener("focusin", (event) => {
    const item = itemOf(event);
    if (item) mark(item, "lit");
  });

  for (const box of all("[data-layer]")) {
    box.addEventListener("change", () => document.body.classList.toggle("off-" + box.dataset.layer, !box.checked));
  }
  for (const key of all(".key")) {
    key.addEventListener("click", () => {
      const shown = key.getAttribute("aria-pressed") !== "true";
      key.setAttribute("aria-pressed", String(shown));
      for (const cell of all(".cell.r-" + key.dataset.role)) cell.classList.toggle("muted", !shown);
    });
  }
  const root = document.documentElement.style;
  const zoom = document.getElementById("zoom");
  zoom.addEventListener("input", () => root.setProperty("--zoom", zoom.value + "%"));
  const grip = document.getElementById("grip");
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointermove", (event) => {
    if (grip.hasPointerCapture(event.pointerId)) {
      const share = 100 - (100 * event.clientX) / window.innerWidth;
      root.setProperty("--side", Math.min(75, Math.max(20, share)) + "%");
    }
  });
})();
