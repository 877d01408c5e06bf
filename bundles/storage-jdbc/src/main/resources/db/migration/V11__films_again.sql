-- Films: what is spoken in a shot is kept with it, first frames are drawn for shots, and money is told apart by shot. docs/concepts/films.md explains it.

-- layout and length of what is spoken, kept as the asset "shot.N.voice", 0 while there is nothing; and who spoke it
alter table job_shot add column voice_rate int default 0 not null;
alter table job_shot add column voice_channels int default 0 not null;
alter table job_shot add column voice_millis bigint default 0 not null;
alter table job_shot add column voiced_by varchar(200) default '' not null;
-- whether the first frame of a shot that begins with words is drawn for it
alter table job_shot add column drawn boolean default false not null;

-- how many parts of its job were left when a service was asked, so that the money of one shot is not taken for that of another; 0 for a job of one piece
alter table upstream_cost add column parts_left int default 0 not null;
update upstream_cost set parts_left = coalesce((select j.parts_left from job j where j.id = upstream_cost.job_id), 0)
  where state in ('RESERVED', 'IN_DOUBT');
-- what services take that are asked for no job, a script or an advice, stands in the same books
alter table upstream_cost alter column job_id drop not null;
