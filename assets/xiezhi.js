/* xiezhi.js - keys, ticking rows, a question before typing is lost, and what htmx must be told. Every page works without it.
 *
 * What it reads in the page (nothing else is known here):
 *   data-key="n"      a link or field that this key opens or enters       data-go="p"       menu entry behind g p
 *   data-path         a row's own page                                     form.ticking      rows with ticks and the bar below them
 *   form[data-watch]  leaving with something typed asks first              data-leaves       a way out that was meant
 * form.js has the fields and their drafts: data-pick, data-picks, data-persons, data-show-when, data-keep. */
(function () {
  "use strict";
  var doc = document, $ = function (css, in_) { return (in_ || doc).querySelector(css); };
  var all = function (css, in_) { return Array.prototype.slice.call((in_ || doc).querySelectorAll(css)); };
  var said = function (name) { var a = $("#announce"); return a && a.dataset[name] || ""; };
  var tell = function (text) { var a = $("#announce"); if (a) a.textContent = text; };

  /* ---- keys. None fires while an input method composes, with a modifier held, or while a field has the focus. */
  var waiting = false, timer = 0;               /* after g, for a second and a half */

  function typing(e) {
    var t = e.target;
    return e.isComposing || e.keyCode === 229 || e.ctrlKey || e.metaKey || e.altKey
      || t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) && !/^(checkbox|radio|button|submit)$/.test(t.type);
  }

  function rows() { return all(".register tbody tr"); }
  function row_at() { return $(".register tr.at"); }

  function step(by) {
    var list = rows(), i = list.indexOf(row_at()), now = list[i];
    if (list.length === 0) return;
    i = i < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, i + by));
    if (now) now.classList.remove("at");
    list[i].classList.add("at");
    var link = $("a[href]", list[i]);
    if (link) link.focus({ preventScroll: true });
    list[i].scrollIntoView({ block: "nearest" });
  }

  function open_row() {
    var row = row_at(), path = row && (row.dataset.path || ($("a[href]", row) || {}).href);
    if (path) location.href = path;
    return !!path;
  }

  function tick_row() {
    var box = row_at() && $(".tick input", row_at());
    if (box) { box.checked = !box.checked; box.dispatchEvent(new Event("change", { bubbles: true })); }
    return !!box;
  }

  function by_key(key) {
    var at = all("[data-key]").filter(function (x) { return x.dataset.key === key; })[0];
    if (!at) return false;
    if (at.tagName === "INPUT") { at.focus(); at.select(); } else at.click();
    return true;
  }

  function go(letter) {
    var at = all("[data-go]").filter(function (x) { return x.dataset.go === letter; })[0];
    if (at) at.click();
    return !!at;
  }

  function show_keys() {
    var box = $("#keys"), list = box && $(".go-keys", box);
    if (!box || !box.showModal || box.open) return false;
    if (list.children.length === 0)
      all("[data-go]").forEach(function (a) {
        var li = doc.createElement("li"), k = doc.createElement("kbd"), s = doc.createElement("span"), name = a.firstChild.textContent.trim();
        k.textContent = "g " + a.dataset.go;
        s.textContent = name;
        li.append(k, s);
        list.append(li);
      });
    box.showModal();
    return true;
  }

  function on_key(key, e) {
    if (waiting) {
      waiting = false;
      return go(key);
    }
    if (key === "g") {
      waiting = true;
      clearTimeout(timer);
      timer = setTimeout(function () { waiting = false; }, 1500);
      return true;
    }
    if (key === "j" || key === "k") return step(key === "j" ? 1 : -1), rows().length > 0;
    if (key === "x") return tick_row();
    if (key === "?") return show_keys();
    if (key === "Enter") return !/^(A|BUTTON|SUMMARY|INPUT)$/.test(e.target.tagName) && open_row();
    return key.length === 1 && by_key(key);
  }

  doc.addEventListener("keydown", function (e) {
    if (e.key === "Escape") return escape_key(e);
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !e.isComposing) return save(e);
    if (typing(e) || $("dialog[open]")) return;
    if (on_key(e.key, e)) e.preventDefault();
  });

  /* Ctrl+Enter presses the main button of the form that has the focus, so its name and value go along. */
  function save(e) {
    var form = e.target.closest && e.target.closest("form[data-watch]"), button = form && ($(".btn-primary", form) || $("button", form));
    if (button) { e.preventDefault(); button.click(); }
  }

  /* Escape leaves a field for the keys, and closes what was folded out. */
  function escape_key(e) {
    var open = $("details.adder[open], details.asks[open]");
    if (open) { open.open = false; $("summary", open).focus(); }
    else if (e.target.id === "search") e.target.blur();
  }

  doc.addEventListener("click", function (e) {
    all("details.adder[open]").forEach(function (d) { if (!d.contains(e.target)) d.open = false; });
    var untick = e.target.closest(".bulk a.end");
    if (untick) { e.preventDefault(); tick_all(untick.closest("form"), false); }
  });

  /* ---- ticks: a box in the head for all rows, and shift for a stretch of them. The bar and its count are css. */
  var last_box = null;

  function boxes(form) { return all("tbody .tick input", form); }

  function tick_all(form, on) {
    boxes(form).forEach(function (b) { b.checked = on; });
    head_box(form);
  }

  function head_box(form) {
    var box = $("thead .tick input", form), list = boxes(form), n = list.filter(function (b) { return b.checked; }).length;
    if (!box) return;
    box.checked = n > 0 && n === list.length;
    box.indeterminate = n > 0 && n < list.length;
    form.classList.toggle("some", n > 0);
  }

  function ticking() {
    all("form.ticking").forEach(function (form) {
      var head = $("thead .tick", form);
      if (head && !$("input", head)) {
        var box = doc.createElement("input");
        box.type = "checkbox";
        box.setAttribute("aria-label", said("all"));
        head.append(box);
      }
      head_box(form);
    });
  }

  doc.addEventListener("click", function (e) {
    if (!e.target.matches("form.ticking .tick input")) return;
    var form = e.target.form, list = boxes(form), i = list.indexOf(e.target), j = list.indexOf(last_box);
    if (i < 0) return tick_all(form, e.target.checked);
    if (e.shiftKey && j >= 0)
      list.slice(Math.min(i, j), Math.max(i, j) + 1).forEach(function (b) { b.checked = e.target.checked; });
    last_box = e.target;
    head_box(form);
  });
  doc.addEventListener("change", function (e) { if (e.target.matches("form.ticking .tick input")) head_box(e.target.form); });

  /* ---- leaving a form that was typed into, and that no draft keeps (form.js: data-keep), asks first */
  doc.addEventListener("input", function (e) {
    var form = e.target.form;
    if (form && form.dataset.watch) form.dataset.touched = "1";
  });
  doc.addEventListener("submit", function (e) {
    all("form[data-watch]").forEach(function (form) { if (form === e.target || e.target.dataset.leaves) form.dataset.touched = ""; });
  });
  doc.addEventListener("click", function (e) {
    var way = e.target.closest("a[data-leaves]"), form = way && way.closest("form[data-watch]");
    if (form) form.dataset.touched = "";
  });
  window.addEventListener("beforeunload", function (e) {
    var open = all("form[data-watch]").some(function (f) { return f.dataset.touched === "1" && !f.dataset.keep; });
    if (open) { e.preventDefault(); e.returnValue = said("unsaved"); }
  });

  /* ---- documents: a pdf can be looked at below the record; it is fetched, and written down as read, when it is asked for */
  function show_paper(link, button) {
    var open = $("#sight"), was = open && open.dataset.path === link.pathname;
    all("button[data-sight]").forEach(function (b) { b.setAttribute("aria-expanded", "false"); });
    if (open) open.remove();
    if (was) return;
    var box = doc.createElement("section"), frame = doc.createElement("iframe");
    box.id = "sight";
    box.dataset.path = link.pathname;
    frame.title = link.textContent;
    frame.src = link.href + "#navpanes=0&view=FitH";
    box.append(frame);
    link.closest(".split").after(box);
    button.setAttribute("aria-expanded", "true");
    box.scrollIntoView({ block: "start" });
  }
  all(".split .docs a[href$='.pdf']").forEach(function (link) {
    if (!link.closest("li")) return;
    var button = doc.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.dataset.sight = "1";
    button.textContent = said("sight");
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", said("sight") + " " + link.textContent);
    button.addEventListener("click", function () { show_paper(link, button); });
    link.after(" ", button);
  });

  /* ---- htmx: lists change in place; any answer that is not a list (signed out, refused) is shown as the page it is. */
  doc.addEventListener("htmx:beforeSwap", function (e) {
    if (e.detail.xhr.status >= 400) { e.detail.shouldSwap = false; location.href = e.detail.pathInfo.requestPath; }
  });
  doc.addEventListener("htmx:sendError", function (e) { location.href = e.detail.pathInfo.requestPath; });
  doc.addEventListener("htmx:pushedIntoHistory", function (e) {      /* the language switch comes back to what is seen */
    all("input[name=back]").forEach(function (x) { x.value = e.detail.path; });
  });
  doc.addEventListener("htmx:afterSwap", function (e) {              /* a bar that moves each second is not told each second */
    if (e.detail.target.id === "going") return;
    ticking();
    tell(said("rows"));
  });

  /* ---- what just happened is said once: a reload or a bookmark shall not say it again */
  if (/[?&]said=/.test(location.search)) {
    var rest = location.search.slice(1).split("&").filter(function (x) { return !/^(said|of)=/.test(x); }).join("&");
    history.replaceState(null, "", location.pathname + (rest ? "?" + rest : "") + location.hash);
  }

  /* ---- start: the place of faults first, then the field that waits */
  ticking();
  if ($("#errors")) $("#errors").focus();
})();
