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
