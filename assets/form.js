/* form.js - registration for somebody who types all day. The forms work without it; it adds keys, pickers, drafts and a look-out for repeats.
 *
 *   Enter          on to the next field (a new line in a text area); on the last one to the first button
 *   Ctrl+Enter     the form's main button, from anywhere in it
 *   1 … 9          chooses in a row of round buttons
 * Nothing fires while an input method composes: its Enter, digits and arrows are the method's own.
 * What a form may do stands in data- attributes written by page/form.html. */
(() => {
    'use strict';
    const composing = e => e.isComposing || e.keyCode === 229;
    const say = name => document.getElementById('announce')?.dataset[name] ?? '';
    const announce = text => { const a = document.getElementById('announce'); if (a) a.textContent = text; };
    const later = (ms, f) => { let t; return (...args) => { clearTimeout(t); t = setTimeout(() => f(...args), ms); }; };
    const make = (tag, props, ...kids) => { const n = Object.assign(document.createElement(tag), props); n.append(...kids); return n; };

    /* ---- moving on */
    const shown = n => n.type !== 'hidden' && !n.disabled && n.tabIndex >= 0 && n.offsetParent !== null;

    function stops(form) {
        const seen = new Set();
        return [...form.elements].filter(n => {
            if (!shown(n) || n.tagName === 'FIELDSET')
                return false;
            if (n.type !== 'radio')
                return n.tagName !== 'BUTTON' || n.name === 'do';
            if (seen.has(n.name))
                return false;
            seen.add(n.name);
            return true;
        });
    }

    function moveOn(form, from) {
        const all = stops(form);
        const at = all.findIndex(n => n === from || (n.type === 'radio' && n.name === from.name));
        const next = all[at + 1];
        if (!next)
            return;
        const chosen = next.type === 'radio' && form.querySelector(`input[name="${CSS.escape(next.name)}"]:checked`);
        (chosen || next).focus();
        if (next.select && next.type !== 'file')
            next.select();
    }

    function send(form) {
        const button = form.querySelector('.ends .btn-primary') || form.querySelector('.ends button[type=submit]');
        if (button)
            form.requestSubmit(button);
    }

    function digit(e) {
        const row = e.target.closest('.picks');
        const all = row ? [...row.querySelectorAll('input[type=radio]')].filter(shown) : [];
        const one = all[Number(e.key) - 1];
        if (!one)
            return;
        e.preventDefault();
        one.focus();
        one.click();
    }

    function keys(form, e) {
        if (composing(e))
            return;
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
            e.preventDefault();
            send(form);
        } else if (e.key === 'Enter' && !e.altKey && !e.shiftKey && e.target.matches('input:not([type=file])')) {
            e.preventDefault();
            moveOn(form, e.target);
        } else if (e.target.type === 'radio' && e.key >= '1' && e.key <= '9' && !e.ctrlKey && !e.altKey && !e.metaKey) {
            digit(e);
        }
    }

    /* ---- fields that another one opens */
    function asked(form, rule) {
        const [name, codes] = rule.split('=');
        const wanted = codes.split('|');
        return [...form.elements].some(n => n.name === name
            && (n.type === 'radio' || n.type === 'checkbox' ? n.checked && wanted.includes(n.value) : wanted.includes(codeOf(n))));
    }

    const showWhen = form => form.querySelectorAll('[data-show-when]').forEach(n => { n.hidden = !asked(form, n.dataset.showWhen); });

    /* ---- pickers */
    const listOf = input => document.getElementById(input.dataset.list || '');
    const options = input => [...(listOf(input)?.options ?? [])];
    const codeOf = input => options(input).find(o => o.value === input.value)?.dataset.code ?? input.value;

    function local(input, word) {
        const w = word.toLowerCase();
        const fits = o => !w || o.dataset.no === w || o.dataset.code.toLowerCase().startsWith(w) || o.dataset.initials.startsWith(w)
            || o.value.toLowerCase().includes(w);
        const score = o => (o.dataset.no === w || o.dataset.initials === w || o.value === word ? 0 : o.dataset.initials.startsWith(w) ? 1 : 2);
        return options(input).filter(fits).sort((a, b) => score(a) - score(b) || a.dataset.no - b.dataset.no).map(o => {
            const li = make('li', { role: 'option', textContent: o.value });
            li.append(make('small', { textContent: `${o.dataset.no} ${o.dataset.initials}` }));
            li.dataset.value = o.value;
            return li;
        });
    }

    async function remote(input, word, signal) {
        if (!word)
            return [];
        const path = `/pick/${input.dataset.pick}?q=${encodeURIComponent(word)}`;
        const answer = await fetch(path, { signal, headers: { 'HX-Request': 'true' } });
        if (!answer.ok)
            return [];
        const t = make('template', { innerHTML: await answer.text() });
        return [...t.content.querySelectorAll('li')];
    }

    function picker(input) {
        const box = make('ul', { className: 'picker', id: `${input.id || input.name}-picker`, hidden: true });
        let at = -1, stop = null, typed = input.value;
        box.setAttribute('role', 'listbox');
        if (input.getAttribute('list'))
            input.dataset.list = input.getAttribute('list');
        input.removeAttribute('list');
        input.setAttribute('role', 'combobox');
        input.setAttribute('aria-expanded', 'false');
        input.setAttribute('aria-autocomplete', 'list');
        input.setAttribute('aria-controls', box.id);
        box.setAttribute('aria-label', (input.getAttribute('aria-label') || input.labels?.[0]?.firstChild?.textContent || '').trim() || '…');
        input.after(box);

        const close = () => { box.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
        const point = i => {
            const all = [...box.children];
            at = all.length ? (i + all.length) % all.length : -1;
            all.forEach((n, k) => n.setAttribute('aria-selected', String(k === at)));
            if (at >= 0) {
                input.setAttribute('aria-activedescendant', all[at].id);
                all[at].scrollIntoView({ block: 'nearest' });
            }
        };
        const show = (items, first) => {
            box.replaceChildren(...items);
            items.forEach((n, i) => { n.id = `${box.id}-${i}`; n.setAttribute('aria-selected', 'false'); });
            box.hidden = items.length === 0;
            input.setAttribute('aria-expanded', String(!box.hidden));
            at = -1;
            if (first && items.length)
                point(0);
        };
        const find = async () => {
            const word = input.value.trim();
            if (input.dataset.list)
                return show(local(input, word), word !== '');
            stop?.abort();
            stop = new AbortController();
            try {
                show(await remote(input, word, stop.signal), /^[\x21-\x7e]+$/.test(word));
            } catch (e) {
                if (e.name !== 'AbortError')
                    close();
            }
        };
        const soon = later(120, find);
        const choose = li => {
            take(input, li);
            typed = input.value;
            close();
            input.dispatchEvent(new Event('input', { bubbles: true }));
            input.dispatchEvent(new Event('change', { bubbles: true }));
            close();
        };
        input.addEventListener('input', e => { if (!e.isComposing && e.isTrusted) input.dataset.list ? find() : soon(); });
        input.addEventListener('compositionend', () => (input.dataset.list ? find() : soon()));
        input.addEventListener('blur', () => setTimeout(close, 150));
        box.addEventListener('mousedown', e => { const li = e.target.closest('li'); if (li) { e.preventDefault(); choose(li); } });
        input.addEventListener('keydown', e => {
            if (composing(e))
                return;
            if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && !e.altKey) {
                e.preventDefault();
                box.hidden ? find() : point(at + (e.key === 'ArrowDown' ? 1 : -1));
            } else if (e.key === 'Escape' && !box.hidden) {
                e.preventDefault();
                e.stopPropagation();
                close();
            } else if ((e.key === 'Enter' || e.key === 'Tab') && !box.hidden && at >= 0 && !e.ctrlKey && input.value !== typed) {
                choose(box.children[at]);
                if (e.key === 'Enter' && input.dataset.picks)
                    { e.preventDefault(); e.stopPropagation(); }      /* one of many: stay for the next */
            }
        }, true);
        input.addEventListener('focus', () => { typed = input.value; });
    }

    /* What a chosen line puts into the form. */
    function take(input, li) {
        const row = input.closest('.person');
        if (input.dataset.picks) {
            tick(input, li.dataset.value);
            input.value = '';
        } else if (input.dataset.pick === 'person' && row) {
            const put = (part, value) => {
                const n = row.querySelector(`[name$=".${part}"]`);
                if (n && value && (part === 'id' || n.value.trim() === ''))
                    n.value = value;                /* what the letter itself says stays */
            };
            input.value = li.dataset.name;
            put('id', li.dataset.id);
            put('unit', li.dataset.unit);
            put('post', li.dataset.post);
            announce(`${li.dataset.name} ${li.dataset.unit || ''}`);
        } else {
            input.value = li.dataset.value;
        }
    }

    function tick(input, value) {
        const box = document.querySelector(`[data-picked="${CSS.escape(input.dataset.picks)}"]`);
        const code = options(input).find(o => o.value === value)?.dataset.code;
        if (!box || !code || [...box.querySelectorAll('input')].some(n => n.value === code && (n.checked = true)))
            return;
        box.append(make('label', {}, make('input', { type: 'checkbox', name: input.dataset.picks, value: code, checked: true }), value));
    }

    /* ---- several persons */
    function personRows(form) {
        for (const box of form.querySelectorAll('[data-persons][data-max]')) {
            const spare = box.parentElement.querySelector('.more-persons');
            const rows = () => box.querySelectorAll('.person');
            const add = make('button', { type: 'button', className: 'btn', textContent: say('add') });
            spare?.remove();
            box.after(add);
            add.addEventListener('click', () => {
                const n = rows().length;
                const row = rows()[n - 1].cloneNode(true);
                row.dataset.row = n;
                for (const f of row.querySelectorAll('input')) {
                    f.name = f.name.replace(/\.\d+\./, `.${n}.`);
                    f.value = '';
                    f.removeAttribute('autofocus');
                    f.removeAttribute('aria-invalid');
                }
                row.querySelectorAll('.picker').forEach(p => p.remove());
                row.querySelectorAll('.visually-hidden').forEach(s => { s.textContent = ` ${n + 1}`; });
                box.append(row);
                row.querySelectorAll('[data-list], [data-pick]').forEach(picker);
                row.querySelector('input:not([type=hidden])').focus();
                add.hidden = rows().length >= Number(box.dataset.max);
            });
            box.addEventListener('input', e => {        /* a changed name is another person than the one that was picked */
                const row = e.isTrusted && e.target.name.endsWith('.name') && e.target.closest('.person');
                if (row)
                    row.querySelector('[name$=".id"]').value = '';
            });
        }
    }

    /* ---- what a date was understood as */
    function dateWords(input) {
        const today = input.form.dataset.today;
        const note = make('span', { className: 'understood' });
        const read = () => {
            const s = input.value.trim().replace(/[０-９]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xFEE0));
            const [y, m, d] = today.split('-').map(Number);
            const shift = { 今天: 0, 昨天: -1, 前天: -2, today: 0, yesterday: -1 }[s];
            const whole = s.match(/^(\d{4})(\d\d)(\d\d)$/) || s.match(/^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/);
            const short = s.match(/^(\d{1,2})[-./月](\d{1,2})日?$/);
            const t = shift !== undefined ? new Date(Date.UTC(y, m - 1, d + shift))
                : whole ? new Date(Date.UTC(whole[1], whole[2] - 1, whole[3])) : short ? new Date(Date.UTC(y, short[1] - 1, short[2])) : null;
            const day = whole ? Number(whole[3]) : short ? Number(short[2]) : null;
            const iso = t && (day === null || t.getUTCDate() === day) ? t.toISOString().slice(0, 10) : '';
            note.textContent = iso && iso !== s ? iso : '';
        };
        if (!today)
            return;
        input.after(note);
        input.addEventListener('input', read);
        read();
    }

    /* ---- drafts, repeats, and the letters that must not be entered */
    function typedOf(form) {
        const all = new FormData(form);
        for (const n of form.querySelectorAll('[data-sealed] input, [data-sealed] textarea, input[type=file]'))
            all.delete(n.name);
        for (const name of ['once', 'do'])
            all.delete(name);
        return new URLSearchParams([...all].filter(([, v]) => typeof v === 'string'));
    }

    const post = (path, body) => fetch(path, { method: 'POST', body, headers: { 'HX-Request': 'true' } });

    function stopped(form) {
        const codes = (form.dataset.stop || '').split(' ');
        return [...form.querySelectorAll('[name$=".rank"]')].some(n => n.value && codes.includes(codeOf(n)));
    }

    const ranked = form => [...form.querySelectorAll('[name$=".rank"]')].some(n => n.value)
        && [...form.querySelectorAll('.person')].every(r => r.querySelector('[name$=".rank"]').value
            || ![...r.querySelectorAll('input:not([type=hidden])')].some(n => n.value));

    /* Rank says that this letter is not ours to enter: nothing of it stays, here or on the server. */
    function stopHere(form) {
        const body = new URLSearchParams({ csrf: form.elements.csrf.value, stop: '1' });
        form.querySelectorAll('textarea, input:not([type=hidden])').forEach(n => { if (n.type !== 'radio' && n.type !== 'checkbox') n.value = ''; });
        form.dataset.touched = '';
        post(form.dataset.dropDraft, body).finally(() => { window.location.assign(form.dataset.stopPath); });
    }

    function drafts(form) {
        const note = make('span', { className: 'hint draft-state' });
        let kept = typedOf(form).toString(), sent = false;
        form.querySelector('.ends')?.append(note);
        const keep = later(1500, async () => {
            const now = typedOf(form);
            if (sent || stopped(form) || !ranked(form) || now.toString() === kept)
                return;
            kept = now.toString();
            now.set('page', form.elements.once.value);          /* what was sent meanwhile is no draft any more */
            try {
                const answer = await post(form.dataset.keep, now);
                note.textContent = answer.ok ? form.dataset.keptSay : answer.status === 401 ? form.dataset.signinSay : '';
                if (answer.ok)
                    form.dataset.touched = '';      /* leaving loses nothing */
            } catch {
                note.textContent = form.dataset.awaySay;
            }
        });
        form.addEventListener('input', keep);
        form.addEventListener('submit', () => { sent = true; });
        form.addEventListener('htmx:afterRequest', e => { if (e.target === form) sent = false; });
    }

    function repeats(form) {
        const place = form.querySelector('.look-out');
        let last = '';
        const look = later(700, async () => {
            const now = typedOf(form);
            if (stopped(form) || !ranked(form) || now.toString() === last)
                return;
            last = now.toString();
            const answer = await post(form.dataset.repeats, now).catch(() => null);
            if (answer?.ok)
                place.innerHTML = await answer.text();
        });
        if (place)
            form.addEventListener('change', look);
    }

    function start(form) {
        form.addEventListener('keydown', e => keys(form, e));
        form.querySelectorAll('input[list], input[data-pick]').forEach(picker);
        personRows(form);
        showWhen(form);
        form.addEventListener('change', () => showWhen(form));
        form.querySelectorAll('input[data-date]').forEach(dateWords);
        if (form.dataset.stop)
            form.addEventListener('change', e => { if (e.target.name?.endsWith('.rank') && stopped(form)) stopHere(form); });
        if (form.dataset.keep)
            drafts(form);
        if (form.dataset.repeats)
            repeats(form);
        if (document.activeElement === document.body)
            form.querySelector('[autofocus]')?.focus();     /* the browser's own waits for a frame: what is typed before would be lost */
        form.dataset.ready = '1';
    }

    document.querySelectorAll('form.form').forEach(start);
    document.addEventListener('htmx:load', e => e.target.querySelectorAll?.('form.form:not([data-ready])').forEach(start));
})();
