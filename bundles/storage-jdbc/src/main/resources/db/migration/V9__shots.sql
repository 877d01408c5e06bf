-- Films: jobs that are made in parts, one shot an attempt. docs/concepts/films.md explains it.

-- what is rendered next of a job that is made in parts, and how many parts are left; null for a job that is rendered at once
alter table job add column part_task varchar(24);
alter table job add column part_seconds integer;
alter table job add column parts_left integer;

-- The shots of a film. PLANNED; MADE: rendered, its file is the asset "shot.N" of the job; CUT: in the film, its file is due; GONE: so is its file.
-- task: what the model is asked for; begins: with what; characters: ids, separated by commas.
create table job_shot (
  job_id varchar(64) not null references job(id), n smallint not null, seconds integer not null, task varchar(24) not null,
  begins varchar(10) not null check (begins in ('WORDS', 'BEFORE', 'CHARACTER')), prompt varchar(32000) not null, camera varchar(500) not null,
  negative varchar(1000) not null, characters varchar(1000) not null, transition varchar(10) not null, narration varchar(4100) not null,
  state varchar(10) not null check (state in ('PLANNED', 'MADE', 'CUT', 'GONE')),
  frames bigint default 0 not null, frame_rate int default 0 not null, sound_rate int default 0 not null, sound_channels int default 0 not null,
  primary key (job_id, n));
create index job_shot_state on job_shot (state);
