-- name:  ORGAN_ADD
-- in:    id int, code text, name text, district text, account text, organ_type text, in_program int
-- scope: none(system administrator)
INSERT INTO organ (id, code, name, district, account, organ_type, in_program)
VALUES (:id, :code, :name, :district, :account, :organ_type, :in_program);

-- name:  ORGAN_NAME_ADD
-- in:    id int, organ_id int, district text, account text, valid_from date
-- scope: none(system administrator)
INSERT INTO organ_name (id, organ_id, district, account, valid_from) VALUES (:id, :organ_id, :district, :account, :valid_from);

-- name:  ORGAN_PARENT_ADD
-- in:    id int, organ_id int, parent_id int, valid_from date
-- scope: none(system administrator)
INSERT INTO organ_parent (id, organ_id, parent_id, valid_from) VALUES (:id, :organ_id, :parent_id, :valid_from);

-- name:  ORGAN_BY_CODE
-- in:    code text
-- out:   id int, code text, name text, district text, account text, organ_type text, in_program int
-- scope: none(the organ tree is public inside)
SELECT id, code, name, district, account, organ_type, in_program FROM organ WHERE code = :code;

-- name:  ORGAN_BY_ID
-- in:    id int
-- out:   id int, code text, name text, district text, account text, organ_type text, in_program int
-- scope: none(the organ tree is public inside)
SELECT id, code, name, district, account, organ_type, in_program FROM organ WHERE id = :id;

-- name:  OFFICE_ADD
-- in:    id int, organ_id int, code text, name text
-- scope: none(system administrator)
INSERT INTO office (id, organ_id, code, name) VALUES (:id, :organ_id, :code, :name);

-- name:  OFFICE_BY_CODE
-- in:    organ_id int, code text
-- out:   id int
-- scope: none(the organ tree is public inside)
SELECT id FROM office WHERE organ_id = :organ_id AND code = :code AND voided = 0 ORDER BY id LIMIT 1;

-- name:  ACCOUNT_ADD
-- in:    id int, ref int, login text, name text, organ_id int, office_id int, password_hash text, once int, uid int
-- scope: none(system administrator)
INSERT INTO app_user (id, ref, login, name, organ_id, office_id, password_hash, password_once, uid)
VALUES (:id, :ref, :login, :name, :organ_id, :office_id, :password_hash, :once, :uid)
    ON CONFLICT (login) DO NOTHING;

-- name:  ACCOUNT_ROLES
-- in:    user_id int
-- out:   role text
-- scope: none(security administrator)
SELECT role FROM user_role WHERE user_id = :user_id ORDER BY role;

-- name:  ACCOUNT_ROLE_GIVE
-- in:    user_id int, role text, given_by int, at_ms int
-- scope: none(security administrator)
INSERT INTO user_role (user_id, role, given_by, given_at_ms) VALUES (:user_id, :role, :given_by, :at_ms)
    ON CONFLICT (user_id, role) DO NOTHING;

-- name:  ACCOUNT_ROLE_HOLDERS
-- in:    user_id int, role text
-- out:   others int
-- scope: none(security administrator)
SELECT count(*) FROM user_role r JOIN app_user u ON u.id = r.user_id
 WHERE r.role = :role AND r.user_id <> :user_id AND u.organ_id = (SELECT organ_id FROM app_user WHERE id = :user_id);

-- name:  ACCOUNT_ROLE_TAKE
-- in:    user_id int, role text
-- scope: none(security administrator)
DELETE FROM user_role WHERE user_id = :user_id AND role = :role;

-- name:  ACCOUNT_SCOPE
-- in:    user_id int, organ_id int, office_id int
-- scope: none(security administrator)
INSERT INTO user_scope (user_id, organ_id, office_id) VALUES (:user_id, :organ_id, :office_id)
    ON CONFLICT (user_id, organ_id, office_id) DO NOTHING;

-- name:  REGISTER_OPEN
-- in:    organ_id int, register text, opened_on date, by_user int
-- scope: none(a stored act of the organ)
INSERT INTO register_opened (organ_id, register, opened_on, by_user) VALUES (:organ_id, :register, :opened_on, :by_user)
    ON CONFLICT (organ_id, register) DO NOTHING;

-- name:  ORGANS
-- out:   id int, code text, name text, organ_type text, in_program int, parent text, parent_from date
-- in:    today date
-- scope: none(the organ tree is public inside)
SELECT o.id, o.code, o.name, o.organ_type, o.in_program,
       (SELECT q.name FROM organ_parent p JOIN organ q ON q.id = p.parent_id WHERE p.organ_id = o.id AND p.valid_from <= :today
           AND (p.valid_to IS NULL OR p.valid_to >= :today) ORDER BY p.valid_from DESC LIMIT 1),
       (SELECT p.valid_from FROM organ_parent p WHERE p.organ_id = o.id AND p.valid_from <= :today
           AND (p.valid_to IS NULL OR p.valid_to >= :today) ORDER BY p.valid_from DESC LIMIT 1)
  FROM organ o ORDER BY o.in_program DESC, o.code;

-- name:  OFFICES
-- in:    organ_id int
-- out:   id int, code text, name text, valid_from date, valid_to date, users int
-- scope: none(the organ tree is public inside)
SELECT f.id, f.code, f.name, f.valid_from, f.valid_to, (SELECT count(*) FROM app_user u WHERE u.office_id = f.id AND u.active = 1)
  FROM office f WHERE f.organ_id = :organ_id AND f.voided = 0 ORDER BY f.id;

-- name:  ORGAN_PARENT_END
-- in:    organ_id int, last date
-- scope: none(system administrator)
UPDATE organ_parent SET valid_to = :last WHERE organ_id = :organ_id AND valid_to IS NULL;

-- name:  ORGAN_NAME_END
-- in:    organ_id int, last date
-- scope: none(system administrator)
UPDATE organ_name SET valid_to = :last WHERE organ_id = :organ_id AND valid_to IS NULL;

-- name:  ORGAN_RENAME
-- in:    id int, name text, district text, account text
-- scope: none(system administrator; the row of organ_name keeps what was valid before)
UPDATE organ SET name = :name, district = :district, account = :account WHERE id = :id;

-- name:  ORGAN_ABOVE
-- in:    organ_id int, today date
-- out:   parent_id int
-- scope: none(the organ tree is public inside)
SELECT parent_id FROM organ_parent WHERE organ_id = :organ_id AND valid_from <= :today AND (valid_to IS NULL OR valid_to >= :today)
 ORDER BY valid_from DESC LIMIT 1;

-- name:  OFFICE_END
-- in:    id int, last date
-- scope: none(system administrator)
UPDATE office SET valid_to = :last WHERE id = :id AND valid_to IS NULL;

-- name:  REGISTERS
-- in:    organ_id int
-- out:   register text, opened_on date, by_name text
-- scope: none(a stored act of the organ)
SELECT r.register, r.opened_on, (SELECT u.name FROM app_user u WHERE u.id = r.by_user)
  FROM register_opened r WHERE r.organ_id = :organ_id ORDER BY r.register;

-- name:  COUNTERS
-- in:    organ_id int
-- out:   kind text, year int, value int, start_set int
-- scope: none(numbers given, without what they stand on)
SELECT kind, year, value, start_set FROM counter WHERE organ_id = :organ_id ORDER BY kind, year DESC;
