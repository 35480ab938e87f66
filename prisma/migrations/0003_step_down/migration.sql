-- From PostgreSQL 16 on, an account that may create roles is a member of what it creates but may not become it, so that API and worker of an
-- owner who is no superuser could not step down to gongzhi_app. It grants that to itself; a superuser needs no grant.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant gongzhi_app to %I', current_user);
  end if;
exception when insufficient_privilege then
  null; -- it may not: then an administrator has granted it (docs/operations.md)
end $$;
