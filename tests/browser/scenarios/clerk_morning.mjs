// clerk_morning.mjs - a clerk's morning: letter, visit, phone call, a repeat, an article 15 letter, a draft that comes back, undo, a form
// sent twice, a session that ends in the middle of typing, broken dates and names; with the keyboard alone, and all of it without scripts.
const NEW = "/petition/new";
const main = page => page.textContent("main");
const active = page => page.evaluate(() => document.activeElement.name);
const until = (page, words) => page.waitForFunction(w => document.querySelector(".said")?.textContent.includes(w), words, { timeout: 20000 });
const press = (page, what) => Promise.all([page.waitForNavigation(), page.click(what)]);
const ask = (page, what) => page.evaluate(async w => (await fetch(w)).text(), what);

async function count(s) {
    const page = await s.as("clerk", { js: false });
    await page.goto("/petition?sort=-registered_on");
    const text = await main(page);
    await page.context().close();
    return text;
}

// ---- with the keyboard alone
async function byKeyboard(s, page, { body, channel }) {
    const k = page.keyboard;
    await k.type("xk");                                 // 乡科级 by its initials
    await k.press("Enter");
    await k.type("主任");
    await k.press("Enter");
    await k.type("钱多多");
    await k.press("Enter");
    await k.type("区晨练局");
    await k.press("Enter");
    await k.press(channel);                             // 1 letter, 2 visit, 3 phone
    await k.press("Enter");
    await k.press("1");                                 // own
    await k.press("Enter");
    s.check("Enter passes over fields that are not asked", await active(page) === "received_on", await active(page));
    await k.type("今天");
    for (let i = 0; i < 2; i++) await k.press("Enter");
    s.check("Enter comes to the text", await active(page) === "body", await active(page));
    await k.type(body);
}

async function letters(s, page) {
    await s.open(page, NEW);
    s.check("rank has the cursor", (await active(page)) === "persons.0.rank", await active(page));
    await byKeyboard(s, page, { body: "来信反映晨练局违规收费", channel: "1" });
    await page.keyboard.press("Control+Enter");
    await until(page, "已登记");
    s.check("a letter is registered by Ctrl+Enter", /信〔2020〕\d{4}号 已登记/.test(await main(page)));
    s.check("the next one keeps channel, source and day", await page.isChecked("input[name=channel][value=letter]")
        && await page.isChecked("input[name=source][value=own]") && (await page.inputValue("[name=received_on]")).startsWith("2020-"));
    s.check("nothing else is kept", await page.inputValue("[name=body]") === "" && await page.inputValue("[name='persons.0.name']") === "");
    await s.examine(page, "registration after one letter");
    for (const [channel, value, body] of [["2", "visit", "来访反映晨练局乱发补贴"], ["3", "phone", "来电反映晨练局公车私用"]]) {
        await byKeyboard(s, page, { body, channel });
        await page.keyboard.press("Control+Enter");
        await page.waitForFunction(() => /已登记/.test(document.querySelector("main").textContent) && !document.querySelector("[name=body]").value);
        s.check(`a ${value} is registered`, await page.isChecked(`input[name=channel][value=${value}]`));
    }
}

async function repeat(s, page) {
    await s.open(page, NEW);
    await byKeyboard(s, page, { body: "来 信反映，晨练局违规收费。", channel: "1" });
    await page.keyboard.press("Tab");
    await page.waitForSelector(".look-out .repeats", { timeout: 5000 }).catch(() => null);
    const seen = await page.textContent(".look-out");
    s.check("the same text is shown while it is typed, whatever blanks and points it has", /内容完全一样/.test(seen), seen);
    await page.focus("button[name=do][value=open]");        // by the keyboard: what is shown while typing moves the bar of buttons
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/petition\/[0-9a-f]{16}/);
    await page.click(".repeats button");
    await until(page, "已并入重复件");
    s.check("the repeat is joined", /同一件事的来件/.test(await main(page)));
    await page.click("text=撤销“并入重复件”");
    await until(page, "已撤销");
    s.check("and parted again, nothing lost", !/同一件事的来件/.test(await main(page)) && /来 信反映，晨练局违规收费。/.test(await main(page)));
    await s.examine(page, "record of a repeat");
}

// ---- the letter that must not be entered
async function article15(s, page) {
    await s.open(page, NEW);
    await page.fill("[name=body]", "这封信不能留下一个字");
    await page.fill("[name='persons.0.rank']", "本机关主要负责人");
    await page.press("[name='persons.0.rank']", "Tab");
    await page.waitForURL(/article15/);
    await s.examine(page, "article 15");
    s.check("a blank sheet is offered", await page.isVisible("a[href='/document/article15.pdf']"));
    await page.goBack();
    s.check("going back brings nothing of it", !(await page.content()).includes("不能留下一个字") && await page.inputValue("[name=body]") === "");
    s.check("nothing of it is found", !(await ask(page, "/search?q=" + encodeURIComponent("不能留下一个字"))).includes("/petition/"));
}

async function drafts(s) {
    const page = await s.as("clerk");
    await s.open(page, NEW);
    await byKeyboard(s, page, { body: "写到一半的信", channel: "1" });
    await page.fill("[name=reporter_name]", "绝密姓名");
    await page.waitForSelector(".draft-state:has-text('草稿已存')", { timeout: 6000 });
    await page.context().close();
    const again = await s.as("clerk");
    await s.open(again, NEW);
    s.check("an unfinished letter comes back", (await again.inputValue("[name=body]")) === "写到一半的信");
    s.check("the reporter does not", await again.inputValue("[name=reporter_name]") === "" && !(await again.content()).includes("绝密姓名"));
    await s.examine(again, "restored draft");
    const other = await s.as("officer");
    await other.goto(NEW);
    s.check("a draft is nobody else's", (await other.inputValue("[name=body]")) === "");
    await other.context().close();
    await press(again, "text=丢弃草稿");
    s.check("a draft can be dropped", (await again.inputValue("[name=body]")) === "");
    await again.context().close();
}

// A server slower than the pause after which typing is kept: the letter that was sent must not come back as a draft.
async function slowServer(s) {
    const page = await s.as("clerk");
    await s.open(page, NEW);
    await byKeyboard(s, page, { body: "慢慢才登记的信", channel: "1" });
    await page.route("**" + NEW, async r => {
        if (r.request().method() !== "POST")
            return r.continue();
        const response = await r.fetch({ maxRedirects: 0 });
        await new Promise(done => setTimeout(done, 2500));
        await r.fulfill({ response });
    });
    await page.keyboard.press("Control+Enter");
    await until(page, "已登记");
    await page.unroute("**" + NEW);
    await s.open(page, NEW);
    s.check("a letter sent to a slow server is no draft afterwards", await page.inputValue("[name=body]") === "");
    await page.context().close();
}

async function undoneAndTwice(s, page) {
    await s.open(page, NEW);
    await byKeyboard(s, page, { body: "登记错了的信", channel: "1" });
    await page.keyboard.press("Control+Enter");
    await until(page, "已登记");
    await page.click(".said button");
    await until(page, "已撤销");
    s.check("a registration is taken back, its number stays", /已作废：登记后当即撤销/.test(await main(page)));
    await s.open(page, NEW);
    await byKeyboard(s, page, { body: "送了两次的信", channel: "1" });
    const sent = await page.evaluate(async () => {
        const f = document.querySelector("form.form"), body = new FormData(f);
        body.set("do", "open");
        return (await Promise.all([1, 2, 3].map(() => fetch(f.action, { method: "POST", body, redirect: "follow" }).then(async r =>
            r.ok ? r.url.split("?")[0] : `${r.status} ${(await r.text()).match(/class="say"[^>]*>[^<]*/g)}`))));
    });
    s.check("a form sent three times at once registers one petition", new Set(sent).size === 1 && /petition\/[0-9a-f]{16}$/.test(sent[0]), sent.join(" "));
}

async function endedSession(s, { js }) {
    const page = await s.as("officer", { js });
    await s.open(page, NEW);
    await page.fill("[name='persons.0.rank']", "乡科级");
    await page.fill("[name='persons.0.name']", "孙在途");
    await page.check("input[name=channel][value=letter]");
    await page.check("input[name=source][value=own]");
    await page.fill("[name=body]", `写到一半登录过期了${js}`);
    await page.context().clearCookies();
    await press(page, "button[name=do][value=open]");
    await page.waitForSelector("#login");
    await page.fill("#login", "officer");
    await page.fill("#password", s.words.officer);
    await press(page, "main button[type=submit]");
    await press(page, "main button[type=submit]");
    s.check(`the text survives the end of a session (scripts ${js})`, (await main(page)).includes(`写到一半登录过期了${js}`));
    await page.context().close();
}

async function composing(s, page) {
    await s.open(page, NEW);
    await page.focus("[name='persons.0.name']");
    const stayed = await page.evaluate(() => {
        const n = document.activeElement, name = n.name;
        for (const more of [{ isComposing: true }, { keyCode: 229 }])
            n.dispatchEvent(Object.assign(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more })));
        n.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true, isComposing: true }));
        return document.activeElement.name === name && location.pathname === "/petition/new";
    });
    s.check("an input method keeps its Enter", stayed);
}

// ---- without scripts
async function plain(s, { width, lang }) {
    const page = await s.as("clerk", { js: false, width });
    await page.goto("/");
    await s.lang(page, lang);
    await s.open(page, NEW);
    await page.fill("[name='persons.0.rank']", "5");            // by its number
    await page.fill("[name='persons.0.name']", "李\u200b雷");
    await page.fill("[name='persons.0.unit']", "𠮷田村");
    await page.check("input[name=channel][value=visit]");
    await page.check("input[name=source][value=upper]");
    await page.fill("[name=received_on]", "2020-02-30");
    await page.fill("[name=body]", `没有脚本也能登记 ${width} ${lang}`);
    await press(page, "button[name=do][value=open]");
    const faults = await page.$$eval(".say", all => all.map(n => n.textContent));
    s.check(`faults stand beside their fields (${lang})`, faults.length === 2 && faults.some(f => f.includes("2020-02-30")), faults.join(" | "));
    s.check("what was typed is kept", await page.inputValue("[name=received_on]") === "2020-02-30" && await page.inputValue("[name='persons.0.unit']") === "𠮷田村");
    await s.examine(page, `refused form ${lang} ${width}`, { axe: false });
    await page.fill("[name=source_organ]", "云泽市纪委监委");
    await page.fill("[name=sender_no]", "云信〔2020〕7号");
    await page.fill("[name=received_on]", "20200613");
    await press(page, "button[name=do][value=open]");
    const text = await main(page);
    s.check(`registered without scripts (${lang}, ${width})`, /petition\/[0-9a-f]{16}/.test(page.url()) && text.includes("2020-06-13"), page.url());
    s.check("an unseen character is shown", text.includes("[U+200B]"), text.slice(0, 200));
    await s.lang(page, "zh");
    await page.context().close();
}

export default async function (s) {
    const page = await s.as("clerk");
    await page.goto("/");
    await s.lang(page, "zh");
    await letters(s, page);
    await repeat(s, page);
    await article15(s, page);
    await composing(s, page);
    await slowServer(s);
    await undoneAndTwice(s, page);
    await page.context().close();
    await drafts(s);
    await endedSession(s, { js: true });
    await endedSession(s, { js: false });
    for (const how of [{ width: 1366, lang: "zh" }, { width: 390, lang: "en" }])
        await plain(s, how);
    s.check("the register shows the morning", (await count(s)).includes("晨练局"));
}
