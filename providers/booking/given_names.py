"""Common given names, to tell one from another word where nothing is written with a capital.

The names given most in the United States over a century (Social Security Administration,
"Top names over the last 100 years"), without those that are everyday words.
"""

GIVEN = frozenset(
    """james robert john michael david william richard joseph thomas charles christopher daniel
    matthew anthony mark donald steven andrew paul joshua kenneth kevin brian george timothy ronald
    jason edward jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon
    benjamin samuel gregory alexander patrick frank raymond jack dennis jerry tyler aaron jose adam
    nathan henry zachary douglas peter kyle noah ethan jeremy christian walter keith austin roger
    terry sean gerald carl dylan harold jordan jesse bryan lawrence arthur gabriel bruce logan
    albert willie alan eugene russell vincent philip bobby johnny bradley mary patricia jennifer
    linda elizabeth barbara susan jessica karen sarah lisa nancy sandra betty ashley emily kimberly
    margaret donna michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia
    dorothy amy kathleen angela shirley emma brenda pamela nicole anna samantha katherine christine
    debra rachel carolyn janet maria olivia heather helen catherine diane julie victoria joyce
    lauren kelly christina ruth joan virginia judith evelyn hannah andrea megan cheryl jacqueline
    madison teresa abigail sophia martha sara gloria janice kathryn ann isabella judy charlotte
    julia amber alice jean denise frances danielle marilyn natalie beverly diana brittany theresa
    kayla alexis doris lori sam ben dan tom tim jim joe bob mike dave steve chris matt tony alex
    max leo luke lucas oliver liam oscar kate katie jane anne eve lucy ella mia chloe zoe lena
    simon martin clara carla eva nina paula sophie sally molly harry fred ted ken ron
    """.split()  # noqa: SIM905 - as prose it can be read
)
