// lib.mjs - what the scenarios share: one demonstration server, signed-in pages, and the examination every page must pass.
//
//   const page = await s.as("officer", { width: 390, js: false });      a page of its own context, signed in
//   await s.open(page, "/petition");                                    goes there; a case: status 200, nothing in the console
//   await s.examine(page, "list, narrow");                              cases: axe 0, no sideways scrolling
//   s.check("the list has rows", n > 0, `${n} rows`);                   a case of your own
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const WIDE = { width: 1366, height: 768 }, NARROW = { width: 390, height: 844 };
const WORD = "Zhong-2020-kan";          // what every role but the officer chooses at the first sign-in

function initDemo(data) {
    const text = execFileSync("build/xiezhi", ["init", "--demo", "--data", data], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return Object.fromEntries([...text.matchAll(/^([a-z]+) +([a-z0-9]{4}(?:-[a-z0-9]{4}){3}) /gm)].map(m => [m[1], m[2]]));
}

// `what` is serve or portal; its address and its process, once it listens.
export async function serve(what, data) {
    const child = spawn("build/xiezhi", [what, "--data", data, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
    const base = await new Promise((done, fail) => {
        child.stdout.on("data", d => { const m = /(http:\S+?)\/?\s/.exec(String(d)); if (m) done(m[1]); });
        child.on("exit", code => fail(new Error(`${what} ended: ${code}`)));
    });
    return { base, child };
}

export async function ended(child) {
    if (!child || child.exitCode !== null) return;
    const gone = new Promise(done => child.on("exit", done));
    child.kill("SIGTERM");
    await gone;
}

export class Suite {
    passed = 0; failed = 0; skipped = 0; troubles = new WeakMap(); cookies = new Map(); shapes = new Map(); logins = new WeakMap(); foreign = new Set();
    looked = 0; again = 0;

    static async start() {
        const s = new Suite();
        s.dir = mkdtempSync(join(tmpdir(), "xiezhi-browser-"));
        s.words = initDemo(join(s.dir, "data"));
        Object.assign(s, await serve("serve", join(s.dir, "data")));
        s.browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
        return s;
    }

    async stop() {
        await this.browser?.close();
        await ended(this.child);
        rmSync(this.dir, { recursive: true, force: true });
    }

    check(name, ok, detail = "") {
        if (ok) this.passed++;
        else { this.failed++; console.log(`FAILED ${name}${detail ? ": " + detail : ""}`); }
        return ok;
    }
    skip(name, why) { this.skipped++; console.log(`skipped ${name}: ${why}`); }

    // A page in a context of its own. `login` "" = nobody signed in.
    async as(login, { width = 1366, js = true } = {}) {
        const context = await this.browser.newContext({ baseURL: this.base, viewport: width <= 760 ? NARROW : WIDE, javaScriptEnabled: js,
            locale: "zh-CN", hasTouch: width <= 760 });
        context.setDefaultTimeout(120_000);             // a ceiling against hanging, no measure
        const page = await context.newPage(), troubles = [];
        this.troubles.set(page, troubles);
        page.on("console", m => { if (m.type() === "error") troubles.push(m.text()); });
        page.on("pageerror", e => troubles.push(String(e)));
        this.logins.set(page, login);
        if (login) await this.signIn(page, login);
        if (this.foreign.has(login)) {                      // another scenario left him in English
            await page.goto("/");
            await this.lang(page, "zh");
        }
        return page;
    }

    async signIn(page, login) {
        if (this.cookies.has(login)) return page.context().addCookies(this.cookies.get(login));
        await page.goto("/signin");
        await page.fill("#login", login);
        await page.fill("#password", this.words[login]);
        await page.click("main button[type=submit]");
        if (page.url().endsWith("/signin/password")) {
            await page.fill("#password", WORD);
            await page.fill("#password_again", WORD);
            await page.click("main button[type=submit]");
        }
        this.check(`${login} signs in`, new URL(page.url()).pathname === "/", page.url());
        this.cookies.set(login, await page.context().cookies());
    }

    async lang(page, lang) {
        if ((await page.getAttribute("html", "lang")).startsWith(lang)) return;
        await Promise.all([page.waitForNavigation(), page.click(".who button[name=lang]")]);
        this.foreign[lang === "zh" ? "delete" : "add"](this.logins.get(page));
    }

    // Console errors of Chromium name a refused style or script too, so this one list is the CSP's as well.
    async open(page, path, { status = 200 } = {}) {
        const troubles = this.troubles.get(page);
        troubles.length = 0;
        const answer = await page.goto(path);
        const seen = status === 200 ? troubles : troubles.filter(t => !t.startsWith("Failed to load resource"));
        this.check(`${path} answers ${status}`, answer.status() === status, `${answer.status()}`);
        this.check(`${path} leaves the console clean`, seen.length === 0, seen.join(" | ").slice(0, 300));
        return answer;
    }

    // axe with all its rules of WCAG 2.1 AA and good practice; and at the present width nothing may need scrolling sideways.
    // Rows of a table are written by one template: seven are looked at. What axe says hangs on a page's elements, classes and attributes: a page of a
    // shape and width that it has seen is not looked at again, and in the other language only by the rules that read its words.
    // `contrast: false` leaves out the one rule that takes longer than all others, where the colours were measured already.
    async examine(page, name, { axe = true, contrast = true } = {}) {
        const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        this.check(`${name} fits its width`, size[0] <= size[1], `${size[0]} > ${size[1]}`);
        const torn = await page.evaluate(tornWords);
        this.check(`${name} tears no word`, torn.length === 0, torn.slice(0, 5).join(" | "));
        if (!axe) return;
        const { lang, print } = await page.evaluate(shape), key = `${print} ${size[1]}`, seen = this.shapes.get(key) || { langs: new Set(), contrast: false };
        if (seen.langs.has(lang) && (seen.contrast || !contrast)) { this.again++; return; }
        const only = seen.langs.size > 0 && (seen.contrast || !contrast) ? WORDS : null;
        if (!await page.evaluate(() => "axe" in window)) await page.evaluate(AXE);
        const found = await page.evaluate(violations, { only, contrast });
        this.check(`${name} has no axe violation`, found.length === 0, found.join(" | ").slice(0, 600));
        if (found.length === 0) this.shapes.set(key, { langs: seen.langs.add(lang), contrast: seen.contrast || contrast });
        this.looked++;
    }
}

// Latin words of buttons and of the figures' cells that a line's end falls into: a label squeezed to the width of a letter.
function tornWords() {
    const torn = [], range = document.createRange();
    for (const e of document.querySelectorAll("main .btn, main .figures :is(th, td), .tabs a")) {
        if (!e.checkVisibility()) continue;
        for (const node of e.childNodes) {
            if (node.nodeType !== 3) continue;
            for (const word of node.data.matchAll(/[A-Za-z]{4,}/g)) {
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) torn.push(`${word[0]} in ${node.data.trim().slice(0, 40)}`);
            }
        }
    }
    return torn;
}

// The rules of axe that read words: names, titles, languages.
const WORDS = ["area-alt", "aria-command-name", "aria-dialog-name", "aria-input-field-name", "aria-meter-name", "aria-progressbar-name", "aria-toggle-field-name",
    "aria-tooltip-name", "aria-treeitem-name", "button-name", "document-title", "empty-heading", "empty-table-header", "frame-title", "html-has-lang", "html-lang-valid",
    "html-xml-lang-mismatch", "image-alt", "image-redundant-alt", "input-button-name", "input-image-alt", "label", "label-content-name-mismatch",
    "label-title-only", "link-name", "object-alt", "role-img-alt", "select-name", "summary-name", "svg-img-alt", "table-duplicate-name", "valid-lang", "skip-link"];

// What of a page axe's rules read, but for its words: a number. Rows after the seventh are left out, as below.
function shape() {
    let print = 2166136261;
    const add = text => { for (let i = 0; i < text.length; i++) print = Math.imul(print ^ text.charCodeAt(i), 16777619); };
    const kept = /^(aria-|role$|type$|scope$|tabindex$|disabled$|hidden$|open$|colspan$|rowspan$|autocomplete$|style$)/;
    const walk = e => {
        add(`<${e.tagName} ${e.getAttribute("class") || ""}`);
        for (const { name, value } of e.attributes) add(kept.test(name) && !/^aria-(label|describedby|labelledby|controls|owns)$/.test(name) ? ` ${name}=${value}` : ` ${name}`);
        if ([...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) add("text");
        let row = 0;
        for (const child of e.children) if (e.tagName !== "TBODY" || row++ < 7) walk(child);
        add(">");
    };
    walk(document.body);
    return { lang: document.documentElement.lang, print };
}

// The rows are taken out while axe looks, and put back as they were.
async function violations({ only, contrast }) {
    const rows = [...document.querySelectorAll("tbody tr:nth-child(n+8)")].map(e => [e, e.parentNode, e.nextSibling]);
    for (const [e] of rows) e.remove();
    const rules = only ? { runOnly: { type: "rule", values: only.filter(id => window.axe.getRules().some(r => r.ruleId === id)) } }
        : { rules: { "color-contrast": { enabled: contrast } } };
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"], ...rules });
    for (const [e, at, before] of rows.reverse()) at.insertBefore(e, before);
    return violations.map(v => `${v.id} (${v.nodes.length}) ${v.nodes[0].target} ${v.nodes[0].failureSummary}`.replace(/\s+/g, " "));
}
