-- Pictures within the words of a macro, which name them; what was there before are files beside the words.
alter table macro_file add column is_inline boolean not null default false;
