--
-- PostgreSQL database dump
--

\restrict dGhpcyBpcyBub3QgYSBzZWNyZXQ

SET statement_timeout = 0;
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TABLE public.a (
    x integer NOT NULL
);

COPY public.a (x) FROM stdin;
1
2
\.

ALTER TABLE ONLY public.a
    ADD CONSTRAINT a_pkey PRIMARY KEY (x);

\unrestrict dGhpcyBpcyBub3QgYSBzZWNyZXQ

